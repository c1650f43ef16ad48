"""The words of a command line as a shell takes it apart: sh and its kin, and cmd with its carets. Nothing is run or filled in."""

from __future__ import annotations

import re

_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", '"': '"', "0": "\0", "a": "\a", "e": "\x1b"}
_CODED = re.compile(r"\\(?:u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|(.))", re.DOTALL)
_CODE_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)('?)", re.DOTALL)
_LAST_CHARACTER = 0x10FFFF
_PLAIN = re.compile(r"[^\s'\"\\$|;&<>`]+")
# Stands for a dollar sign that a shell leaves alone, where somebody wants to know it from one that begins a variable.
LEFT_ALONE = "\ue000"
_ENDS = frozenset("|;&<>`\n")  # the command is over; what follows is another one or a file


def beginning_of(program: str) -> re.Pattern[str]:
    """Where a command of a program begins in a text: its name where a command can stand, also behind a path or with `.exe`."""
    return re.compile(rf"(?:^|[\s$>#;|&(\"'`/]){re.escape(program)}(?:\.exe)?(?=\s)")


def split_words(text: str, *, mark_dollars: bool = False) -> tuple[str, ...]:
    """The words of the first command in a text.

    Args:
        text: The command, over one line or several.
        mark_dollars: Whether a dollar sign that begins no variable, since it is quoted, becomes `LEFT_ALONE`.

    Returns:
        Its words without their quotes; what an open quote holds is a word too.
    """
    words = _Words(_from_cmd(text) if _is_cmd(text) else text, quotes='"' if _is_cmd(text) else "'\"")
    words.dollar = LEFT_ALONE if mark_dollars else "$"
    return words.split()


def is_open(text: str) -> bool:
    """Whether a command goes on in the next line: a sign says so, or a quote is open."""
    if text.rstrip(" \t").endswith(("\\", "^", "`")):
        return True
    words = _Words(text, quotes='"' if _is_cmd(text) else "'\"")
    words.split()
    return words.open


def _is_cmd(text: str) -> bool:
    # Browsers write `curl ^"https://…^" ^`; in sh a caret is an ordinary character.
    return '^"' in text or re.search(r"\^[ \t]*(?:\n|$)", text) is not None


def _from_cmd(text: str) -> str:
    return re.sub(r"\^(.)", r"\1", re.sub(r"\^[ \t]*\n", " ", text), flags=re.DOTALL)


class _Words:
    """One pass over a text."""

    def __init__(self, text: str, quotes: str) -> None:
        # PowerShell goes on after a backtick, sh after a backslash.
        self.text = re.sub(r"(?:\\|`)[ \t]*\n", " ", text)
        self.quotes = quotes
        self.open = False
        self.dollar = "$"
        self._at = 0

    def split(self) -> tuple[str, ...]:
        words: list[str] = []
        word: str | None = None
        while self._at < len(self.text):
            sign = self.text[self._at]
            if (sign in _ENDS and sign != "&") or (sign == "&" and word is None):
                break
            if sign.isspace():
                words, word = ([*words, word], None) if word is not None else (words, None)
                self._at += 1
            else:
                word = (word or "") + self._part(sign)
        return (*words, word) if word is not None else tuple(words)

    def _part(self, sign: str) -> str:
        if sign == "$" and self.text[self._at + 1 : self._at + 2] == "'":
            self._at += 1
            return self._coded()
        if sign in self.quotes:
            return self._quoted(sign)
        plain = _PLAIN.match(self.text, self._at)
        if plain:
            self._at = plain.end()
            return plain[0]
        # A backslash takes the next character as it is; any other sign stands for itself.
        start = self._at + 1 if sign == "\\" else self._at
        self._at = start + 1
        taken = self.text[start : start + 1]
        return self.dollar if sign == "\\" and taken == "$" else taken

    def _quoted(self, quote: str) -> str:
        found: list[str] = []
        self._at += 1
        while self._at < len(self.text):
            sign = self.text[self._at]
            if sign == quote:
                self._at += 1
                return "".join(found)
            if sign == "\\" and quote == '"' and self.text[self._at + 1 : self._at + 2] in {'"', "\\", "$", "`"}:
                self._at += 1
                found.append(self.text[self._at].replace("$", self.dollar))
            else:
                found.append(sign.replace("$", self.dollar) if quote == "'" else sign)
            self._at += 1
        self.open = True
        return "".join(found)

    def _coded(self) -> str:
        """Between `$'` and `'` stand escapes as C has them."""
        inside, end = _CODE_QUOTED.findall(self.text, self._at)[0]
        self._at, self.open = self._at + len(inside) + len(end) + 1, not end
        return _CODED.sub(_character, inside).replace("$", self.dollar)


def _character(match: re.Match[str]) -> str:
    if match[5]:
        return _ESCAPES.get(match[5], match[5])
    code = int(match[4], 8) if match[4] else int(match[1] or match[2] or match[3], 16)
    return chr(min(code, _LAST_CHARACTER))
