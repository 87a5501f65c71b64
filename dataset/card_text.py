"""The words of a dataset card: what is filled in stands in braces."""

LICENCE = """\
# The rights in the pages are their publishers'. Whoever publishes this dataset names the licence here;
# `unknown` only keeps the card valid until then.
license: unknown
"""

BODY = """
# {name}

{rows} Chinese web pages{dates}, repaired with jingwen {version} and split by district.
Every repair is recorded: what stood there, what stands there now, of which kind, and how sure.

## Load it

```python
from datasets import load_dataset

pages = load_dataset("{name}")        # the folder's path, or its name on the Hub
print(pages["{first}"][0]["text"])
```

## Splits

{splits}

## Sources

{sources}

## What was repaired

Pages with at least one repair of a kind. Script, punctuation, white space and invisible characters are not counted
here: they change the form and not the words.

{damage}

Edits made, form included: {edits}. Seen, not sure enough and left alone: {flagged}. Beyond repair: {lost}{marked}.

## What is not here

Read {read}, kept {kept}, exact duplicates {duplicates}, rejected {rejected}.{copies}{reasons}

## Columns

{columns}

## Make it again

With jingwen {version} and the same sources:

```
{commands}
```

{settings}The settings have the digest `{settings_digest}`, which every row names in `jingwen`; checksums of the data
are in `SHA256SUMS`.

## Take a repair back

The ledger of all edits stays with the run from which this dataset was published: `jingwen undo RUN` gives the raw texts
again, exactly, and `jingwen undo RUN --kind KIND` everything but the repairs of one kind. `raw_sha256` is the SHA-256
of the raw text, so it can be told whether a text is the one that a page was made from.

## Rights

The rights in the pages are their publishers'. The licence named above is the choice of whoever published this dataset;
`unknown` means that nobody has chosen one yet. jingwen, which repaired it, claims no rights in it.

## Limits

* A repair is made where it is sure enough, and a few are wrong all the same; the ledger tells how sure each was.
  Damage that was not sure enough still stands in `text`. `flagged` and `lost` count, page by page, the places that were
  left alone and those that are beyond repair.
* The district is decided from the page itself (host, issuing office, headline, newspaper, lead, body) and can be wrong;
  the evidence stands in `fields` under the name `district`. Pages about the whole city are in `suzhou`, pages without
  evidence in `unassigned`.
* Date, source and authors are what the page says, and null where it does not say; nothing is looked up.
* {reprints}
* The pages are what their publishers wrote. They name people, and nothing was checked for truth. {masking}
"""

MASKED = (
    "Mobile numbers, numbers of identity cards, e-mail addresses and bank cards that were recognised are replaced by "
    "placeholders; others may stand. The ledger of the run holds what stood there, and must not be published with this."
)
NOT_MASKED = "Nothing was anonymised."

COMPARED = {
    "none": "Only exact copies were told: reprints with another headline, footer or damage are rows of their own.",
    "best": "Of pages that reprint one text only the best is here; an excerpt of a longer page is a row of its own.",
    "all": "Pages that reprint one text are all here: `reprint_of` names the best of them.",
}

COLUMNS = {
    "id": "SHA-256 of the file's bytes, or of the record's text",
    "url": "address of the page",
    "host": "host of the address",
    "title": "headline",
    "subtitle": "second headline",
    "text": "the article's body",
    "district": "name of the split",
    "district_name": "its Chinese name",
    "published_at": "when it was published, in Chinese time",
    "source": "the medium or office that the page names as its source",
    "authors": "people credited, with their role as the page names it",
    "editor": "editor",
    "index_number": "索引号",
    "document_number": "文号",
    "issuing_office": "发布机构",
    "icp": "ICP filing number",
    "fields": "all that the page said about itself, and where (code points of the raw text; 0:0: beside it)",
    "encoding": "how bytes became text; why, and which bytes were read otherwise, in `fields` as `record.encoding`",
    "damage": "kinds of repairs made",
    "lost": "places beyond repair",
    "flagged": "places seen and left alone",
    "edit_count": "edits made",
    "quality": "han: share of Han characters; characters: code points; surprisal: mean, natural log; repeated_ngrams: "
    "share in repeated 10-grams; damaged: share of the raw text that repairs of words touch",
    "reprint_of": "id of the page of which this one is a near-copy",
    "cluster_size": "near-copies of the page, itself counted",
    "raw_sha256": "SHA-256 of the raw text as UTF-8",
    "jingwen": "version and settings digest",
    "frame": "what was taken out as frame, a line each",
}
