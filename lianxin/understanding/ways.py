"""A table of ways to say something, one a line, as one regular expression of plain words (`plain.plain`).

In a line `…` stands for up to eight signs of the same clause, `……` for up to sixteen of the same sentence,
`<人>` for somebody, `<老>` for somebody old or alone; all else is a regular expression.
"""

import re

_SOMEBODY = """
老人 老爷子 老妈 老爸 闺女 妹妹 弟弟 姐姐 哥哥 老汉 老头 老太 大爷 大妈 大娘 大叔 大伯 奶奶 爷爷 阿姨 阿婆 阿公
阿爸 阿妈 婆婆 公公 外婆 外公 姥姥 姥爷 爹 妈 爸 老伴 孩子 小孩 娃 小朋友 儿子 女儿 孙子 孙女 学生 女孩 男孩 女的
男的 男子 女子 邻居 工人 人 先生 女士 师傅 妻子 丈夫 老公 老婆 老两口 宝宝 婴儿 孕妇 小伙 姑娘 伯 叔 痴呆
"""
_OLD = """
老人 独居 奶奶 爷爷 大爷 大妈 大娘 阿婆 阿姨 老太 老头 老两口 婆婆 公公 外婆 外公 姥姥 姥爷 我妈 我爸 母亲 父亲
一个人住 一个人在家 伯 叔 老[\\u4e00-\\u9fff]
"""


def ways(lines: str) -> re.Pattern:
    """Return the expression that finds any of the ways; without a line one that finds nothing."""
    told = [line for line in map(str.strip, lines.splitlines()) if line]
    return re.compile(
        "|".join(told)
        .replace("……", "[^。!?]{0,16}")
        .replace("…", "[^,。;!?]{0,8}")
        .replace("<人>", _any_of(_SOMEBODY))
        .replace("<老>", _any_of(_OLD))
        or "(?!)"
    )


def _any_of(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"
