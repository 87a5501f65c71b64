"""Extractors of main text beside jingwen, on the HTML pages of `scripts/reenact/html_sources`.

    python -m scripts.compare_html [--most N]

Those that are installed are measured (`pip install trafilatura readability-lxml jusText resiliparse newspaper4k goose3
gne jieba lxml_html_clean` in an environment of its own: none of them is a dependency). For each: article kept and frame
left on the pages that jingwen's rules were made with, on those kept apart, and milliseconds a page.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

from cleaning import Cleaner
from scripts.evaluation.html import html_pages, outcome
from scripts.evaluation.sources import own_text


def jingwen(source: str) -> str:
    return Cleaner(script="keep").clean(source, markup=True).text


def jingwen_by_lines(source: str) -> str:
    """Without what elements and their names tell."""
    return Cleaner(script="keep", off=["html_frame"]).clean(source, markup=True).text


def trafilatura(source: str) -> str:
    return import_module("trafilatura").extract(source, include_comments=False, include_tables=True) or ""


def trafilatura_recall(source: str) -> str:
    extract = import_module("trafilatura").extract
    return extract(source, include_comments=False, include_tables=True, favor_recall=True) or ""


def readability(source: str) -> str:
    summary = import_module("readability").Document(source.encode()).summary()
    return str(import_module("lxml.html").fromstring(summary).text_content())


def justext(source: str) -> str:
    """With lengths for Chinese and no stop words, since its list has none for Chinese."""
    paragraphs = import_module("justext").justext(
        source.encode(), frozenset(), encoding="utf-8", stopwords_low=0, stopwords_high=0, length_low=15, length_high=60
    )
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def resiliparse(source: str) -> str:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    return str(extract(source, main_content=True, list_bullets=False))


def newspaper(source: str) -> str:
    article = import_module("newspaper").Article("http://example.cn/1.html", language="zh")
    article.download(input_html=source)
    article.parse()
    return str(article.text)


def goose3(source: str) -> str:
    words = import_module("goose3.text").StopWordsChinese
    with import_module("goose3").Goose({"stopwords_class": words}) as goose:
        return str(goose.extract(raw_html=source).cleaned_text)


def gne(source: str) -> str:
    return str(import_module("gne").GeneralNewsExtractor().extract(source)["content"])


EXTRACTORS: tuple[Callable[[str], str], ...] = (
    jingwen, jingwen_by_lines,
    trafilatura, trafilatura_recall, readability, justext, resiliparse, newspaper, goose3, gne,
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.compare_html", description=__doc__.split("\n")[0])
    parser.add_argument("--most", type=int, default=3, metavar="N", help="articles that each page is filled with")
    pages = list(html_pages(own_text(), parser.parse_args().most))
    for extract in EXTRACTORS:
        if not extract.__name__.startswith("jingwen") and find_spec(extract.__name__.partition("_")[0]) is None:
            print(f"{extract.__name__:<20} not installed")
            continue
        sums: dict[str, Counter[str]] = defaultdict(Counter)
        extract(pages[0].source)  # what is loaded on first use is not counted
        start = time.perf_counter()
        for page in pages:
            try:
                text = extract(page.source)
            except Exception:  # what an extractor cannot take, it has not kept
                text = ""
            found = outcome(page, text)
            frame = sum(map(len, page.frame))
            sums["apart" if page.apart else "known"].update(
                kept=found.kept, article=found.article, left=len(found.left), frame=frame
            )
        spent = (time.perf_counter() - start) / len(pages)
        shares = (
            f"{part}: kept {counts['kept'] / counts['article']:.2%}, left {counts['left'] / counts['frame']:.1%}"
            for part, counts in sorted(sums.items(), reverse=True)
        )
        print(f"{extract.__name__:<20} {';  '.join(shares)};  {spent * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
