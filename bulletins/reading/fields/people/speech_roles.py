"""Roles (讲话, 作工作报告) that a predicate assigns to the persons before it, in its own words.

A verb assigns a role unless its clause has another subject, or the verb is part of what somebody
said, studied or quoted.
"""

import re

from bulletins.reading.fields.people.job_titles import JOB_TITLE_PATTERN
from bulletins.reading.lexical.char_classes import PLACEHOLDERS

# Verbs of speaking at a meeting; the text that matches becomes the role in the record.
_ROLE = re.compile(
    r"(?P<report>(?<!工)[作做](?!的)(?:了)?(?:题为[^，。]{2,40}的)?[^，。；、]{0,24}?报告(?!会))"
    r"|(?P<speech>(?:(?<!工)[作做](?:了)?|发表(?:了)?|并|到会|出席|会议|会|动员|总结|重要|致辞|集体学习)?[^，。；、的]{0,6}?(?<!书面)讲话(?!精神|录[音像]|[全原]文|摘要|稿|材料|要求|中|时|内容|指示))"
    r"|(?P<convey>传达(?:学习)?)|(?P<read>宣读)|(?P<notice>通报)|(?P<comment>点评)"
    r"|(?P<lead>领学|带领(?:大家)?(?:集中)?学习|带头学习|领读)"
    r"|(?P<present>(?:[作做](?:了)?)?(?:交流|典型|表态|经验|大会|先后|研讨|重点|主题|中心|书面)*发言)"
    r"|(?P<debrief>汇报)"
    r"|(?P<plan>(?:安排|总结)了?(?=20\d\d年|[今去]年|下一|下步|当前|过去))"
    r"|(?P<arrange>(?:(?<!工)[作做](?![出了]?的)(?:出|了)?|进行(?:了)?)[^，。；、]{0,8}(?:部署|安排)"
    r"|(?:安排|动员)?(?:部署|布置)(?=了|下一|下步|下阶段|今年|今后|全年|当前|重点|20\d\d年|[^，。、]{0,12}工作[，。；]))"
    r"|(?P<explain>介绍|分享|讲解|解读|宣讲|授课|(?:[作做]|进行)(?:了)?[^，。；、]{0,10}(?:辅导|说明|剖析))"
    r"|(?P<outline>概括(?=[^，。]{0,8}工作))|(?P<address>致[^，。；、]{0,4}?[辞词]|讲党课|讲[了授][^，。；、]{0,8}党课)|(?P<views>(?:畅)?谈了?[^，。；、]{0,10}?(?:体会|感受|认识|打算|想法))|(?P<review>回顾了)|(?P<direct>(?<!工)[作做]了?(?:重要|明确|具体)*指示)|(?P<sum>[作做](?:了)?[^，。；、]{0,6}总结)"
)
_ADVERBS = "(?:还|也|并|同时|最后|首先|再次|进一步|特别|着重|反复|充分)*"
_SAYS = re.compile(
    rf"^(?:同志)?(?:在[^，。]{{1,24}}[中时上后话])?，?{_ADVERBS}(?:代表[^，。]{{2,14}}?{_ADVERBS})?"
    r"(?:指出|强调|要求|指明|表示|建议|认为|(?:说|提出)(?=[，：“])|肯定了?|对[^，。；]{2,60}(?:表示|给予|予以|提出了?|进行了?)[^，。；]{0,6}(?:肯定|感谢|赞赏|祝贺|评价|赞扬|表扬|批评)"
    r"|(?:[就从对][^。；]{2,60}?)?(?:[作做]|进行)了?[^，。；、]{0,6}强调"
    r"|(?:[就对][^，。；]{2,40}?|围绕[^，。；]{2,40}?)?(?:明确|提出)(?:了)?[^，。；]{0,8}(?:要求|意见|希望))"
)
_SAYS_LATER = re.compile(
    r"(?:，|并|还|同时|最后)(?:强调|指出|要求)(?=，|：|全|各|要|了)"
    r"|(?:并|还|，(?=[就对]))(?:[就对][^，。；]{2,40}?|围绕[^，。；]{2,40}?)?提出了?[^，。；]{0,8}(?:要求|希望|意见)"
)
# 主持召开会议，传达学习…: the meeting conveys, not the chair.
_CONVENED = re.compile(r"召开[^，。]{0,60}会议?[^，。]{0,4}，")
_ROLES_OF_MEETING = ("convey", "arrange", "notice", "explain")
# What follows was said (指出，…) or was on the agenda, and is not an act of the speaker.
_AGENDA_REGEX = r"(?:议程|议题|程序|流程)(?:有|包括|为|是|如下|：)"
AGENDA = re.compile(_AGENDA_REGEX)
_NOT_ENACTED = re.compile(rf"(?:指出|强调|要求|表示)[，：]|{_AGENDA_REGEX}")
# A clause that begins so continues with the subject of the clause before.
_CONTINUES_SUBJECT = re.compile(
    r"并|还|也(?!门)|又|再|同时|随后|最后|首先|接着|之后|进而|从|对(?!外)|就|为|以|向|逐|围绕|按照|根据|针对|结合|通过|代表|受|在|于"
    r"|系统|重点|简要|全面|深入|深刻|详细|充分|认真|扎实|专题|专门|现场|亲自|集中|统筹|进一步|着重|带头|率先|集体|共同|一同|一起|分别|先后|第[一二三]是?"
    r"|总结|回顾|分析|通报|传达|学习|宣读|宣布|解读|介绍|讲解|部署|安排|研究|要求|强调|指出|出席|参加|主持|听取|审议|表彰|汇报|点评|领学|带领"
    r"|组织|开展|进行|[作做]|发表|提出|到会|应邀|即席|深情|肯定|感谢|祝贺|希望|勉励"
)
_MEETING_SUBJECT = re.compile(r"(?<![向为对])(?:会议(?!室)|大会|全会|活动|培训班)[^，。；由]{0,8}$")
_ATTENDS_MEETING = re.compile(r"出席|主持|亲临|莅临|参加")
# 就贯彻落实会议精神作了部署: here the meeting is the topic and not the subject.
_MEETING_AS_TOPIC = re.compile(r"(?:同志)?(?:在会上|会上)?(?:就|对|围绕|按照|针对|结合|代表)")
# The role of 指出 and 强调, which name no kind of speech; `people` drops it or stores 讲话.
PLAIN_SPEECH = "说"
# Verbs in a title or a slogan are no acts: 以“深入学习贯彻…”为主题作报告.
_QUOTED = re.compile(r"[“《][^”》]*[”》]")
# 随后副厅长李讲话: a person who was not recognised, since the clause has a title and no name.
_THEN = re.compile(r"(?:随后|最后|首先|接着|之后|同时|会上|会后|其间|期间|再|还)+")
# An unreadable character stands for a name, unless it is in the topic: 就□阳工作讲话.
_PLACEHOLDER = re.compile(f"[{PLACEHOLDERS}]")
_TOPIC = re.compile("就|对|围绕|关于|将|把|按照|根据|针对|结合|传达|学习|贯彻|落实|宣读")
# 围绕…作交流发言: what has a verb of its own is no object of the one before.
_OWN_VERB = re.compile(r"[作做]|[^，。]{0,3}并")
_LISTENS = re.compile(r"(?:听取|收听|聆听)了?[^，。；]*$")
_OBJECT_VERB = re.compile(r"传达|学习|贯彻|落实|宣读|领学|围绕|按照|根据")


def find_roles(predicate: str) -> list[tuple[str, int]]:
    """Return the roles that a predicate assigns, each with the end offset of its words."""
    not_enacted = _NOT_ENACTED.search(predicate)
    end = not_enacted.start() if not_enacted else len(predicate)
    roles: list[tuple[str, int]] = []
    for match in _ROLE.finditer(predicate, 0, end):
        before = predicate[: match.start()]
        clause = _QUOTED.sub("", _last_clause(before))
        # 传达会议精神并讲话: after 并 the object of 传达 has ended.
        own_verb = match.lastgroup == "arrange" or _OWN_VERB.match(match.group()) is not None
        # 到会听取发言: the others speak.
        if "并" not in match.group() and _LISTENS.search(clause):
            continue
        is_object = not own_verb and _OBJECT_VERB.search(clause)
        # What the pattern took before 讲话 may be another person, whom it must not pass over.
        passed_over = match.lastgroup == "speech" and before.endswith(("，", "；"))
        subject_end = match.end() - len("讲话") if passed_over else match.start()
        if is_object or has_own_subject(predicate[:subject_end]):
            continue
        convened = match.lastgroup in _ROLES_OF_MEETING and _CONVENED.search(before)
        if convened and not re.search("并", clause):
            continue
        if match.lastgroup == "debrief" and re.search(r"向|听取", before):
            continue
        roles.append((_role_text(match), match.end()))
    # 总结了去年工作，部署…: the summary only introduces the other act.
    roles = [each for each in roles if each[0] != "总结"] or roles
    says = _SAYS.match(predicate) or _SAYS_LATER.search(predicate)
    if says and _has_unreadable_subject(_last_clause(predicate[: says.start()])):
        says = None
    if says and not any("讲话" in role for role, _ in roles):
        # 在工作报告中指出: the speaker gives the report.
        roles.append(("作工作报告" if "报告中" in says.group() else PLAIN_SPEECH, says.end()))
    return roles


def has_own_subject(before: str) -> bool:
    """Return whether the last clause of the text before a verb has a subject of its own.

    Then the verb is not an act of the person named earlier.
    """
    clause = _last_clause(before)
    if _has_unreadable_subject(clause):
        return True
    if clause == before:
        return (
            _MEETING_SUBJECT.search(clause) is not None
            and not _ATTENDS_MEETING.search(clause)
            and _MEETING_AS_TOPIC.match(clause) is None
        )
    # A clause that does not begin with a verb or an adverbial begins with its subject:
    # 办公室通报情况.
    then = _THEN.match(clause)
    if then and JOB_TITLE_PATTERN.search(clause, then.end()):
        clause = clause[then.end() :]
    return clause != "" and _CONTINUES_SUBJECT.match(clause) is None


def _has_unreadable_subject(clause: str) -> bool:
    if not _PLACEHOLDER.search(clause):
        return False
    topic = _TOPIC.search(clause)
    return (
        _PLACEHOLDER.search(_QUOTED.sub("", clause[: topic.start()] if topic else clause))
        is not None
    )


def _last_clause(text: str) -> str:
    return text[max(text.rfind("，"), text.rfind("；")) + 1 :]


def _role_text(match: re.Match[str]) -> str:
    words = match.group()
    if match.lastgroup == "speech":
        return "讲话"
    if match.lastgroup == "arrange":
        return "部署"
    if match.lastgroup == "explain":
        return words.removeprefix("进行").lstrip("作做").removeprefix("了")
    if match.lastgroup == "plan":
        return "部署" if words.startswith("安排") else "总结"
    if match.lastgroup in ("outline", "review"):
        return "总结"
    return words.lstrip("并").replace("了", "")
