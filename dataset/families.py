"""What the families of edits are, in a few words each: for people who read a card or a report."""

FAMILIES_SAID = {
    "mojibake": "Chinese that was written in one encoding and read in another, and what that lost",
    "escape": "escapes that a page showed instead of the characters they stand for",
    "mill": "what a content mill did: pinyin glosses glued behind characters, characters cut in their bytes",
    "swap": "words that a site put in for others, or weakened",
    "pinyin": "words spelt in pinyin to pass a filter",
    "junk": "random characters, spam phrases and what else was dropped into sentences",
    "privacy": "personal data, replaced by placeholders",
    "boilerplate": "the frame that a site puts around the article",
    "markup": "HTML source and stray tags",
    "invisible": "characters that print nothing, and compatibility characters",
    "script": "Traditional and Simplified",
    "space": "white space",
    "punctuation": "half-width and full-width marks",
}
"""Family → what it is; damage first, form last."""
