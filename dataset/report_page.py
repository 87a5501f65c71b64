"""The report of a run as one HTML page: no script, nothing from elsewhere, readable on a phone and on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path

from dataset.commands_of import commands_of
from dataset.families import FAMILIES_SAID
from dataset.html_table import table, visible
from dataset.report import Facts, Places, Sample, facts_of
from dataset.run_store import RUN_PROFILE, RunError, aside

MARK = '<meta name="generator" content="jingwen report">'
"""Stands in every report, so that nothing else is ever written over."""

STYLE = """
:root { color-scheme: light dark; --line: #8886; --out: #b3261e; --in: #11713a; --soft: #8882; }
@media (prefers-color-scheme: dark) { :root { --out: #ff8a80; --in: #7ddc9b; } }
body { font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC",
  "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif;
  max-width: 60rem; margin: auto; padding: 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 0; break-after: avoid; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; overflow-wrap: normal; }
th, td { text-align: left; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
th { vertical-align: bottom; }
tr.part td { padding-top: .9rem; opacity: .8; font-style: italic; }
a { color: inherit; }
blockquote { margin: .5rem 0; padding: .4rem .8rem; background: var(--soft); break-inside: avoid; }
del { color: var(--out); }
ins { color: var(--in); font-weight: 600; }
mark { background: none; color: inherit; border-bottom: 3px double var(--out); }
small { display: block; opacity: .8; }
.sign { font-size: .75em; border: 1px solid var(--line); border-radius: .2em; padding: 0 .15em; }
@media print { body { font-size: 10pt; max-width: none; } .wide { overflow: visible; } tr { break-inside: avoid; } }
"""

HEAD = 4096
"""Characters at the beginning of a file among which MARK stands, if it is a report."""

HOSTS = 30
"""Hosts that are named, those with most pages first."""

STATUSES = {"applied": "changed", "flagged": "seen and left alone", "lost": "beyond repair"}

EXPLAINED = (
    "What stood there is struck out, what stands there now is underlined, with the clean text around it. What was not "
    "sure enough was left alone and is underlined twice, as is what is beyond repair. The number is the probability "
    "that the change is right. Signs that print nothing are shown as their code points. The samples are chosen by "
    "chance, the same ones each time."
)


def write_report(run: Path, out: Path, *, samples: int, on_page: Callable[[int], None] | None = None) -> Facts:
    """Write the report of a finished run to `out`, over an earlier report and over nothing else.

    `samples` is the most of each kind and status; `on_page` gets the number of pages read. Raises RunError.
    """
    if out.is_dir() or (out.exists() and MARK not in _head(out)):
        raise RunError(f"{out}: is there already and is no report; name another file with --out")
    facts = facts_of(run, samples, on_page)
    with aside(out) as draft, draft.open("w", encoding="utf-8") as stream:
        stream.writelines(_parts(facts))
    return facts


def _head(out: Path) -> str:
    with out.open(encoding="utf-8", errors="replace") as stream:
        return stream.read(HEAD)


def _parts(facts: Facts) -> Iterator[str]:
    told, counts = facts.told, facts.told["counts"]
    title = f"jingwen: {facts.run.resolve().name}"
    yield f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
{MARK}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{visible(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<h1>{visible(title)}</h1>
<p>{counts["read"]:,} records read = {counts["kept"]:,} pages kept + {counts["duplicates"]:,} exact duplicates +
{counts["rejected"]:,} rejected.
"""
    if counts.get("near_copies"):
        yield f"Of the pages {counts['near_copies']:,} reprint another.\n"
    total = facts.total
    yield f"""{total.applied:,} places were changed, script and white space among them; {total.flagged:,} were seen
and left alone, since they were not sure enough; {total.lost:,} are beyond repair.</p>
<p>Made with jingwen {visible(str(told["version"]))}, settings {visible(str(told["settings_digest"]))}:
<code>{visible(commands_of(told, "DATASET", own_profile=(facts.run / RUN_PROFILE).is_dir())[0])}</code></p>
"""
    yield from _splits(facts)
    yield from _hosts(facts)
    yield from _kinds(facts)
    yield from _samples(facts)
    yield from _rejects(facts)
    yield "</body>\n</html>\n"


def _splits(facts: Facts) -> Iterator[str]:
    order = [name for name in facts.names if name in facts.splits]
    yield "<h2>Pages by district</h2>\n"
    yield from table(
        ("district", "split", "pages", *STATUSES.values()),
        ((facts.names[name], name, *_numbers(facts.splits[name])) for name in order),
        words=2,
    )


def _hosts(facts: Facts) -> Iterator[str]:
    ranked = sorted((host for host in facts.hosts if host), key=lambda host: (-facts.hosts[host].pages, host))
    if not ranked:
        return
    yield "<h2>Pages by host</h2>\n"
    rows: list[Sequence[object]] = [(host, *_numbers(facts.hosts[host])) for host in ranked[:HOSTS]]
    rest = [_numbers(facts.hosts[host]) for host in ranked[HOSTS:]]
    if rest:
        rows.append((f"{len(rest):,} more hosts", *map(sum, zip(*rest, strict=True))))
    if "" in facts.hosts:
        rows.append(("not said", *_numbers(facts.hosts[""])))
    yield from table(("host", "pages", *STATUSES.values()), rows, words=1)


def _numbers(places: Places) -> tuple[int, int, int, int]:
    return places.pages, places.applied, places.flagged, places.lost


def _kinds(facts: Facts) -> Iterator[str]:
    """Kinds by family, damage first and form last; a kind leads to its samples."""
    yield "<h2>Places by kind</h2>\n"
    ranked = sorted(facts.kinds, key=lambda kind: (_rank(kind), -facts.kinds[kind].pages, kind))
    shown = {kind for (kind, _), samples in facts.samples.items() if samples}
    yield from table(
        ("kind", "pages", *STATUSES.values()),
        ((kind, *_numbers(facts.kinds[kind])) for kind in ranked),
        words=1,
        part=lambda row: FAMILIES_SAID[_family(str(row[0]))],
        link=lambda word: f"#{word}" if word in shown else "",
    )


def _family(kind: str) -> str:
    return kind.partition(".")[0]


def _rank(kind: str) -> int:
    """Damage first, form last."""
    return list(FAMILIES_SAID).index(_family(kind))


def _samples(facts: Facts) -> Iterator[str]:
    if not any(facts.samples.values()):
        return
    yield f"<h2>Samples</h2>\n<p>{EXPLAINED}</p>\n"
    marked: set[str] = set()
    for kind, status in sorted(facts.samples, key=lambda key: (list(STATUSES).index(key[1]), _rank(key[0]), key)):
        name = "" if kind in marked else f' id="{escape(kind)}"'
        marked.add(kind)
        yield f"<h3{name}>{visible(kind)}, {STATUSES[status]}</h3>\n"
        for sample in facts.samples[kind, status]:
            yield _sample(sample, status)


def _sample(sample: Sample, status: str) -> str:
    before, after = visible(sample.before), visible(sample.after)
    if status == "applied":
        change = (f"<del>{before}</del>" if before else "") + (f"<ins>{after}</ins>" if after else "")
    else:
        change = f"<mark>{before}</mark>"
    return (
        f'<blockquote><bdi lang="zh">{visible(sample.left)}{change}{visible(sample.right)}</bdi>'
        f"<small>{sample.confidence:.4f} · {visible(sample.evidence)} · page {sample.page[:12]}</small></blockquote>\n"
    )


def _rejects(facts: Facts) -> Iterator[str]:
    found = facts.rejected
    if not found.reasons:
        return
    yield "<h2>Rejected</h2>\n"
    yield from table(("reason", "records"), found.reasons.most_common(), words=1)
    yield f"<p>The first {len(found.first)}; all are in <code>rejects/</code> of the run:</p>\n"
    yield from table(("record", "reason"), found.first, words=2)
