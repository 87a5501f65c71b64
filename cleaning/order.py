"""The order of the repairs: one tuple, and on every line the reason why it stands there.

Users may switch a repair off and move floors; nobody can reorder.
"""

from __future__ import annotations

from types import ModuleType

from cleaning.engine import Repair
from cleaning.repairs import (
    byte_scar,
    compatibility,
    dateline,
    escapes,
    frame,
    gloss,
    headline,
    html_frame,
    invisible,
    junk,
    lost,
    markup,
    mojibake,
    mojibake_latin,
    personal,
    pinyin_word,
    punctuation,
    reprint,
    script,
    space,
    spam,
    surrogates,
    swap,
    template,
    weakened,
)


def _row(module: ModuleType, why: str, *, always: bool = False) -> Repair:
    return Repair(module.__name__.rpartition(".")[2], module.propose, module.TRIGGERS, why, always)


ORDER: tuple[Repair, ...] = (
    _row(surrogates, "no library below takes half a character, and no text column holds one", always=True),
    _row(html_frame, "elements and their names tell frame from article, and the next repair takes the tags away"),
    _row(markup, "tags are not text; every later repair reads lines of text"),
    _row(escapes, "an escape hides the characters that the byte repairs need"),
    _row(mojibake, "controls and Latin letters are bytes of Chinese here; the next two would take them away"),
    _row(invisible, "zero-width characters would part what belongs together; private use stays for the byte repairs"),
    _row(mojibake_latin, "ftfy would decode GBK read as Latin-1 for good, so behind the repair of that"),
    _row(
        reprint,
        "other copies show whole what the repairs below can only guess; judged again in every pass, as they mend",
    ),
    _row(spam, "what was pushed into a gloss or between two bytes of a scar hides it from the two repairs below"),
    _row(byte_scar, "needs the glosses as its evidence, so before they go"),
    _row(
        gloss, "the mill glossed after it converted the script, so the glosses go before the script is converted back"
    ),
    _row(compatibility, "the byte repairs read these as bytes; phrases of the script tables need plain ideographs"),
    _row(script, "everything below knows one script"),
    _row(swap, "words are whole now, and the swapped-in ones stand bare"),
    _row(weakened, "the model that tells what was weakened reads the words around it, which stand again by now"),
    _row(pinyin_word, "the model that chooses the word reads its neighbours, which are repaired by now"),
    _row(frame, "fixed wording is readable now; what it says becomes fields"),
    _row(template, "what no rule knows is judged by other pages once the rules have taken theirs"),
    _row(headline, "a headline is told by the frame that stood around it"),
    _row(junk, "judged last of the damage: whatever is repairable would look like junk"),
    _row(space, "what was taken out leaves gaps"),
    _row(punctuation, "half-width marks are judged by their final neighbours"),
    _row(personal, "numbers and their labels are repaired by now, and no rule about frame needs them any more"),
    _row(lost, "changes nothing: what no repair could mend by now is said to be lost"),
    _row(dateline, "changes nothing: reads reporters and paper off the finished first and last lines"),
)
