"""What the page says, in both languages; a handed-on file is read where no translator is installed."""

from __future__ import annotations

from contract.machine import Names

WORDS: dict[str, Names] = {
    "title": Names("态势图", "situation map"),
    "as_of": Names("数据截至 {time}", "Data as of {time}"),
    "unknown": Names("数据时间不详", "Time of the data not known"),
    "offline": Names(
        "离线导出，数据已是 {age} 前的",
        "Exported off line, the data is {age} old",
    ),
    "sequence": Names("数据序号 {seq}", "Sequence {seq}"),
    "made": Names("导出于 {time}", "Made {time}"),
    "filter": Names("筛选：{words}", "Filter: {words}"),
    "all": Names("未筛选", "Not filtered"),
    "tickets": Names("工单 {n} 件", "Tickets: {n}"),
    "hours": Names("{h} 小时 {m} 分", "{h} h {m} min"),
    "minutes": Names("{m} 分", "{m} min"),
    "days": Names("{d} 天 {h} 小时", "{d} d {h} h"),
    "lights": Names("信号灯", "Lights"),
    "red": Names("超时", "past its limit"),
    "amber": Names("临期", "near its limit"),
    "green": Names("时限内", "in time"),
    "none": Names("无在计时限", "no limit running"),
    "placed": Names("有坐标 {n} 件", "{n} with a point"),
    "unplaced": Names("无坐标 {n} 件，只计入所在网格", "{n} without a point, counted in their area alone"),
    "nowhere": Names("未定网格 {n} 件", "{n} in no area"),
    "open_in": Names("在办工单数 · {level}", "Open tickets · {level}"),
    "count_in": Names("工单数 · {level}", "Tickets · {level}"),
    "borders": Names("界线 · {level}", "Outlines · {level}"),
    "names": Names("名称 · {level}", "Names · {level}"),
    "grouped": Names("工单（聚合）", "Tickets, grouped"),
    "single": Names("工单（逐件）", "Tickets, one by one"),
    "hidden": Names("不显示工单", "No tickets"),
    "layers": Names("图层", "Layers"),
    "schematic": Names("界线为示意：{level}", "Schematic outlines: {level}"),
    "no_outlines": Names("本机没有网格边界", "This seat has no outlines"),
    "number": Names("编号", "Number"),
    "item": Names("事项", "Item"),
    "state": Names("状态", "State"),
    "unit": Names("承办单位", "Unit"),
    "no_unit": Names("未派遣", "not dispatched"),
    "no_item": Names("未立案", "not filed"),
    "due": Names("截止", "Due"),
    "no_due": Names("无", "none"),
    "area": Names("网格", "Grid"),
    "words": Names("内容", "Words"),
    "here": Names("此处 {n} 件", "{n} here"),
    "more": Names("另有 {n} 件", "{n} more"),
    "zoom_in": Names("放大", "Zoom in"),
    "zoom_out": Names("缩小", "Zoom out"),
    "close": Names("关闭", "Close"),
    "personal": Names("不含诉求人信息", "Holds nothing of any reporter"),
    "parts": Names("所用软件", "Software in this file"),
    "and_more": Names("及以上", "and more"),
}


def said(language: str) -> dict[str, str]:
    """All of it in one language (``zh_CN``, ``en``)."""
    return {key: names.of(language) for key, names in WORDS.items()}
