"""How Word writes a count in each of its number formats."""

CIRCLES = [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)]
CHINESE = "零一二三四五六七八九"
_CHINESE = {
    *("chineseCounting", "chineseCountingThousand", "japaneseCounting", "koreanCounting"),
    *("taiwaneseCounting", "taiwaneseCountingThousand"),
}
_DIGITAL = {"ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand", "koreanDigital", "koreanDigital2"}
_ENCLOSED = {"decimalEnclosedParen": 0x2474, "decimalEnclosedFullstop": 0x2488}
_CYCLES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖拾",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_ROMAN = {"M": 1000, "CM": 900, "D": 500, "CD": 400, "C": 100, "XC": 90, "L": 50, "XL": 40}
_ROMAN |= {"X": 10, "IX": 9, "V": 5, "IV": 4, "I": 1}


def numeral(count: int, form: str) -> str:
    """A count as a number format of Word writes it."""
    if form in ("none", "bullet"):
        return ""
    if form in _CHINESE:
        return _chinese(count)
    if form in _DIGITAL:
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(abs(count)))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese"):
        return chr(CIRCLES[count - 1]) if 1 <= count <= len(CIRCLES) else str(count)
    if form in _ENCLOSED and 1 <= count <= 20:
        return chr(_ENCLOSED[form] + count - 1)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(0xFF10 + int(digit)) for digit in str(abs(count)))
    if form in _CYCLES:
        return _CYCLES[form][(count - 1) % len(_CYCLES[form])]
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("upperLetter", "lowerLetter") and count >= 1:
        letter = chr(ord("A") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman") and 1 <= count < 4000:
        return _roman(count) if form == "upperRoman" else _roman(count).lower()
    return str(count)


def _chinese(count: int) -> str:
    """1 is 一, 10 is 十, 21 is 二十一, 105 is 一百零五."""
    if not 0 < count < 1000:
        return str(count)
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    words = f"{CHINESE[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else CHINESE[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (CHINESE[ones] if ones else "")


def _roman(count: int) -> str:
    words = ""
    for sign, value in _ROMAN.items():
        words += sign * (count // value)
        count %= value
    return words
