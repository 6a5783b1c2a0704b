"""Whether plain words tell of danger to life or limb as present.

A sign counts unless the words themselves say that it is over, long ago, only feared, only asked about, played,
or a figure of speech.
"""

import re

from lianxin.understanding.dangers import DANGERS, SUICIDE, Danger

_SENTENCE_END = re.compile("[。!?;]")
# In the same clause before the sign: what could be, once was, is told of, or is like it.
_NOT_NOW_BEFORE = re.compile(
    "(?:万一|要是|如果|一旦|怕|担心|容易|以防|防止|预防|避免|可能会?引|会不会|真(?:要)?$|再不|差一?点|险些|幸好没"
    "|感谢|谢谢|多亏|教教|教一教|教大家|讲座|宣传|培训|演练|演习|讲解|学习|防火|电影|故事|小说|新闻|网上|听说|以为|当成|演"
    "|上上?周|上上?个?月|上上?个?星期|上上?个?礼拜|上回|上次(?!来)|那[回次年]|前年|去年|当年|早年|年前|从前|以前|曾经|小时候|年轻时"
    "|大前天|月份|隐患|不会|得[^,。;!?]{0,3}像|像是?在?|没有?(?=.{0,2}$))[^,。;!?]{0,10}$"
)
# In the same clause after it: an equipment, a lesson, a question, what it left behind, a likeness.
_NOT_NOW_AFTER = re.compile(
    "^[^,。;!?了]{0,4}(?:怎么办|咋办)|^[^,。;!?]{0,4}(?:怎么预防|似的|一样|的?(?:老人|儿童)?(?:手环|黄手环|定位|知识|讲座|演练|培训|隐患"
    "|预案|风险|危险|可能|报警器|报警$|演习|保险|证明|补助|后遗症|康复|史|宣传|应急|故事|事迹))"
    "|^后(?:的)?(?:康复|后遗|恢复)|^过(?!去|来|敏|了?头)|^检[查测]|^[^,。;!?]{0,8}(?:是(?:前|去)年|的事了)"
    "|^[^,。]{0,6}(?:已经?(?:扑灭|送医院|找到了|救出来)|(?:被)?扑灭了)"
)
# Within the words found: they name a fear.
_FEARED = re.compile("怕|容易|防止|以防|避免|经常|常常|差点|险些|差一点")
# What comes again and again waits for the office, unless somebody lies there.
_HABIT = re.compile("天天|每天|每晚|整天|一天到晚|经常|总是|老是|长期|常年|多年|时不时|三天两头")


def sign_of_danger(text: str) -> tuple[Danger, re.Match] | None:
    """Return the danger that plain words tell of as present, with where they say it; the first of the table."""
    for danger in DANGERS:
        for match in danger.signs.finditer(text):
            if _is_now(danger, text, match):
                return danger, match
    return None


def _is_now(danger: Danger, text: str, match: re.Match) -> bool:
    sentence = _sentence(text, match)
    if danger.unless.search(sentence) or danger.over.search(text):
        return False
    # Who threatens to end his life is taken at his word, "if" or not.
    if danger is SUICIDE:
        return True
    if danger.habitual and _HABIT.search(sentence):
        return False
    before = text[max(0, match.start() - 16) : match.start()]
    after = text[match.end() : match.end() + 14]
    return not (
        _FEARED.search(match[0]) or _NOT_NOW_BEFORE.search(before) or _NOT_NOW_AFTER.search(after)
    )


def _sentence(text: str, match: re.Match) -> str:
    ends = [end.start() for end in _SENTENCE_END.finditer(text)]
    start = max((end + 1 for end in ends if end < match.start()), default=0)
    stop = min((end for end in ends if end >= match.end()), default=len(text))
    return text[start:stop]
