"""Private-use characters that have a known meaning, each with the character that it stands for.

GBK and GB 18030-2000 had characters that Unicode lacked, and mapped them to its private-use area;
texts that passed through an office program of those years still contain these code points. Unicode
has encoded them all since. Source: GB 18030-2000, 2005 and 2022 (the last mapped the rest), as in
the GB18030 table of glibc 2.38; `tests/common/test_char_folding.py` compares them with Python's
codec.

Fonts of symbols (Symbol, Wingdings) have their glyphs at U+F020–F0FF. Of these the bullets and
boxes that Word offers are here; which glyph another one shows depends on the font, which a text
does not name.
"""

# 0xFE50–0xFEA0 of GBK, without 0xFE7F: components and rare characters, a row of code points each.
_COMPONENTS_FROM = 0xE815
_COMPONENTS = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱"
    "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
# 0xA6D9–0xA6F3: punctuation of vertical text; GBK has the comma, the full stop, then the rest.
_VERTICAL_FROM = 0xE78D
_VERTICAL = "︐︒︑︓︔︕︖︗︘︙"
# 0xA8BC and 0xA8BF: letters of pinyin.
_PINYIN_FROM = 0xE7C7
_PINYIN = "ḿǹ"
# 0xA989–0xA995: how a character is composed.
_DESCRIPTION_FROM = 0xE7E7
_DESCRIPTION = "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻"

_SYMBOLS = {
    "\uf0b7": "•", "\uf09f": "•", "\uf06c": "●", "\uf06e": "■", "\uf0a7": "▪", "\uf075": "◆",
    "\uf076": "❖", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0e0": "→",
    "\uf06f": "□", "\uf0a8": "□", "\uf0a3": "□", "\uf0fe": "☑", "\uf052": "☑",
}  # fmt: skip

PRIVATE_USE: dict[str, str] = {
    chr(first + offset): char
    for first, chars in (
        (_COMPONENTS_FROM, _COMPONENTS),
        (_VERTICAL_FROM, _VERTICAL),
        (_PINYIN_FROM, _PINYIN),
        (_DESCRIPTION_FROM, _DESCRIPTION),
    )
    for offset, char in enumerate(chars)
} | _SYMBOLS
"""Private-use character → the encoded character that it stands for."""
