"""A verb behind a name that cannot be read is given to nobody."""

from itertools import product

import pytest

from bulletins.reading import MeetingRecord, read_text

REPORT = (
    "湖南省民政厅召开2024年民政工作座谈会\n\n2024年3月5日，湖南省民政厅在长沙召开民政工作座谈会，{}"
    "会议强调，一要加强养老服务体系建设；二要做好儿童福利工作；三要规范社会组织管理。\n"
)
# Unreadable at the surname, in the given name, as a whole; one mark or several for a character.
NAMES = [
    "李□光", "李光□", "□光明", "李\ufffd光", "李光\ufffd", "\ufffd光明", "刘□", "□光", "刘\ufffd",
    "\ufffd光", "□□", "□□□", "\ufffd", "\ufffd\ufffd", "李\ufffd\ufffd光", "李\ufffd\ufffd\ufffd光",
    "李□□", "李〓光", "刘〓", "李\ue000光", "欧阳□", "欧\ufffd明", "买买提·艾□", "洛桑□村",
    "李锟斤拷光",
]  # fmt: skip


def read(sentences: str) -> MeetingRecord:
    (record,) = read_text("a.txt", REPORT.format(sentences))
    return record


@pytest.mark.parametrize(
    "sentences",
    [
        "厅长周建平主持会议，副厅长{}讲话。",
        "厅长周建平主持会议，副厅长{}作工作报告。",
        "厅长周建平主持会议，{}副厅长讲话。",
        "厅长周建平主持会议，{}同志讲话。",
        "厅长周建平主持会议，随后副厅长{}讲话。",
        "厅长周建平主持会议，副厅长{}出席会议并讲话。",
        "厅长周建平主持会议，副厅长{}讲话并强调，要抓好落实。",
        "厅长周建平主持会议，副厅长{}在会上传达了文件精神。",
        "厅长周建平主持会议。{}指出，民政工作重要。",
        "厅长周建平主持会议，副厅长{}讲话。他指出，民政工作重要。",
        "厅长周建平主持会议。副厅长{}讲话。他指出，民政工作重要。",
    ],
)
def test_the_chair_is_not_credited_with_the_speech_of_an_unreadable_name(sentences) -> None:
    wrong = []
    for name in NAMES:
        record = read(sentences.format(name))
        assert [chair.name for chair in record.chairs] == ["周建平"]
        wrong += [each.name for each in record.speakers]
    assert wrong == []


@pytest.mark.parametrize(
    "sentences",
    [
        "副厅长张三丰讲话。会议由{}主持。",
        "副厅长张三丰讲话，会议由厅长{}主持。",
        "厅长{}主持会议，副厅长张三丰讲话。",
    ],
)
def test_no_other_person_chairs_for_an_unreadable_name(sentences) -> None:
    for name in NAMES:
        record = read(sentences.format(name))
        assert [speaker.name for speaker in record.speakers] == ["张三丰"]
        assert record.chairs == []


@pytest.mark.parametrize("name", NAMES)
def test_an_unreadable_name_is_told_and_stays_in_the_text(name) -> None:
    record = read(f"厅长周建平主持会议，副厅长{name}讲话。")
    assert [each.partition(":")[0] for each in record.needs_review] == ["unreadable characters"]
    assert name[0] in record.body


def test_a_list_of_names_keeps_the_readable_ones() -> None:
    for name, order in product(["李□光", "刘\ufffd"], ["张三丰、{}", "{}、张三丰"]):
        record = read(f"厅长周建平主持会议，副厅长{order.format(name)}分别讲话。")
        assert [each.name for each in record.speakers] == ["张三丰"]


def test_an_unreadable_topic_does_not_hide_the_speaker() -> None:
    record = read("厅长周建平主持会议，并就□阳养老服务工作讲话。")
    assert [speaker.name for speaker in record.speakers] == ["周建平"]


def test_a_person_who_was_not_recognised_does_not_lend_a_speech_to_the_chair() -> None:
    record = read("厅长周建平主持会议，随后副厅长时向讲话。")
    assert [speaker.name for speaker in record.speakers if speaker.name == "周建平"] == []
