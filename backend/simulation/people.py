"""Made-up people. No number here can be dialled, and nobody is named in full."""

from __future__ import annotations

import random

from contract.action import Reporter

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
    "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
TITLES = ("先生", "女士", "先生", "女士", "师傅", "老师", "阿姨", "大爷")
UNASSIGNED = ("128", "129", "127", "126")
"""Beginnings that no mobile network of the country has been given (theirs start at 13)."""


def reporter(chance: random.Random, wants_name: bool = True) -> Reporter | None:
    """Somebody who reports; None for the few who would rather not say who they are."""
    if not wants_name or chance.random() < 0.06:
        return None
    phone = f"{chance.choice(UNASSIGNED)}{chance.randrange(10**8):08d}"
    return Reporter(name=chance.choice(SURNAMES) + chance.choice(TITLES), phone=phone)
