"""The units that gave 交流发言; a unit's people are not named, so none is invented."""
# ruff: noqa: E501 (a sentence of a bulletin keeps its line)

import pytest

from bulletins.reading import read_text

# fmt: off
UNITS = [
    ("武汉、襄阳、宜昌等7个市（县）民政局主要负责同志在会上作了交流发言。", "武汉 襄阳 宜昌"),
    ("会上，长沙市、株洲市、湘潭县民政局作典型发言。", "长沙市 株洲市 湘潭县"),
    ("长沙市民政局、株洲市民政局和岳麓区民政局分别作了经验交流。", "长沙市民政局 株洲市民政局 岳麓区民政局"),
    ("会上，成都、绵阳、德阳3市民政局围绕养老服务作了交流发言。", "成都 绵阳 德阳"),
    ("会上，与会同志作了交流发言。", ""),
    ("会上，相关单位作了发言。", ""),
    ("省发展改革委、省财政厅、广州市人民政府作了大会发言。", "省发展改革委 省财政厅 广州"),
    ("西安市民政局、延安市志丹县、省社会组织促进会作了经验介绍。", "西安市民政局 延安市志丹县 省社会组织促进会"),
    ("各市（州）民政局局长依次发言。", ""),
    ("会议听取了海口市、三亚市民政局的交流发言。", "海口市 三亚市"),
    ("部分市县作了典型经验发言，济南市、青岛市、烟台市书面发言。", ""),
]
# fmt: on


@pytest.mark.parametrize(("text", "units"), UNITS)
def test_units_that_spoke_are_listed(text, units):
    record = read_text("a.txt", "3月1日，省民政厅召开会议。" + text)[0]
    assert " ".join(record.exchange_units) == units
