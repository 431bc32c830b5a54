"""A report in three parts, and how its lines are drawn."""

from itertools import zip_longest

from tests.bulletins.reading.formats.pdf_writer import String

HEADLINE = "湖北省民政厅召开全省民政工作视频会议"
FIRST = (
    "2月21日，湖北省民政厅在武汉召开全省民政工作视频会议，总结去年工作，部署今年任务。"
    "厅党组书记杨泽发主持会议并讲话，厅长李丽作工作报告。会议指出，过去一年全省民政系统成绩很大。"
)
SECOND = (
    "会议强调，今年要抓好以下工作：一要加强养老服务体系建设，二要完善社会救助制度，"
    "三要推进社会治理创新，四要做好区划地名工作。武汉、襄阳等地作了交流发言。"
)
THIRD = "会议要求，全省各级民政部门要提高认识，加强领导，明确责任，把各项任务落到实处，为人民服务。"


def row_by_row(*columns: list[String]) -> list[String]:
    """Return the strings of columns in the order in which some programs draw them."""
    return [string for row in zip_longest(*columns) for string in row if string]
