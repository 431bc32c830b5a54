"""Who chaired the meeting and who spoke at it.

A role is given by a verb to the persons named before it in the same sentence. Whoever is only
quoted, studied, addressed or has sent written instructions (批示) took no part: such a person
appears in neither list.
"""

import re
from dataclasses import dataclass, field

from .events import Sentence, sentences
from .persons import Cast, Person
from .records import Chair, Span, Speaker

_CHAIRS = re.compile(r"主持(?!全面|日常|[^，。]{0,4}工作[，。])(?!人)")
# The verbs of speaking at a meeting, with the words that the record keeps as the role.
_ROLE = re.compile(
    r"(?P<report>(?<!工)[作做](?!的)(?:了)?(?:题为[^，。]{2,40}的)?[^，。；、]{0,24}?报告(?!会))"
    r"|(?P<speech>(?:(?<!工)[作做](?:了)?|发表(?:了)?|并|到会|出席|会议|会|动员|总结|重要|致辞|集体学习)?[^，。；、的]{0,6}?讲话(?!精神|稿|材料|要求|中|时|内容|指示))"
    r"|(?P<convey>传达(?:学习)?)|(?P<read>宣读)|(?P<notice>通报)|(?P<comment>点评)"
    r"|(?P<lead>领学|带领(?:大家)?(?:集中)?学习|带头学习|领读)"
    r"|(?P<present>(?:[作做](?:了)?)?(?:交流|典型|表态|经验|大会|先后|研讨|重点|主题|中心|书面)*发言)"
    r"|(?P<debrief>汇报)"
    r"|(?P<plan>(?:安排|总结)了?(?=20\d\d年|[今去]年|下一|下步|当前|过去))"
    r"|(?P<arrange>(?:(?<!工)[作做](?![出了]?的)(?:出|了)?|进行(?:了)?)[^，。；、]{0,8}(?:部署|安排)"
    r"|(?:安排|动员)?(?:部署|布置)(?=了|下一|下步|下阶段|今年|今后|全年|当前|重点|20\d\d年|[^，。、]{0,12}工作[，。；]))"
    r"|(?P<explain>介绍|分享|讲解|解读|宣讲|授课|(?:[作做]|进行)(?:了)?[^，。；、]{0,10}(?:辅导|说明|剖析))"
    r"|(?P<outline>概括(?=[^，。]{0,8}工作))|(?P<address>致辞|致词|讲党课|讲了[^，。]{0,6}党课)|(?P<sum>[作做](?:了)?[^，。；、]{0,6}总结)"
)
_HOW = "(?:还|也|并|同时|最后|首先|再次|进一步|特别|着重|反复|充分)*"
_SAYS = re.compile(
    rf"^(?:同志)?(?:在[^，。]{{1,24}}[中时上后话])?，?{_HOW}(?:代表[^，。]{{2,14}}?{_HOW})?"
    r"(?:指出|强调|要求|指明|表示|肯定了?|对[^，。；]{2,60}(?:表示|给予|予以|进行了?)[^，。；]{0,6}(?:肯定|感谢|赞赏|祝贺|评价|赞扬)"
    r"|(?:[就从对][^。；]{2,60}?)?(?:[作做]|进行)了?[^，。；、]{0,6}强调"
    r"|(?:[就对][^，。；]{2,40}?|围绕[^，。；]{2,40}?)?(?:明确|提出)(?:了)?[^，。；]{0,8}(?:要求|意见|希望))"
)
_SAYS_LATER = re.compile(
    r"(?:，|并|还|同时|最后)(?:强调|指出|要求)(?=，|：|全|各|要)"
    r"|(?:并|还)(?:[就对][^，。；]{2,40}?|围绕[^，。；]{2,40}?)?提出了?[^，。；]{0,8}(?:要求|希望|意见)"
)
_INSTRUCTED = re.compile(
    r"(?:^|，)(?:同志)?(?!(?:宣读|传达|学习|贯彻|落实|根据|按照))"
    r"(?:[^，。；读达习据]{0,40}?[作做]出?了?(?:重要|专门|具体|明确|肯定性)*(?:批示|指示)"
    r"|(?:在|专门|亲自|分别|先后)*批示|致信|发来贺[信电]|签批|圈阅"
    r"|[^，。；读达习据]{0,20}?提出(?:了|明确|具体|殷切|工作)*(?:要求|希望)(?=，(?:强调|要求|指出)))"
)
# A head of the region who 提出要求 while others are named as present sent it in writing.
_SENT_DEMANDS = re.compile(
    r"(?:[对就][^，。；]{2,40}?)?提出(?:了|明确|具体|殷切|工作)*(?:要求|希望)，$"
)
_HEAD_OF_REGION = re.compile(r"(?:[省市县州盟旗区]长|主席|[省市县州盟旗区]委书记)$")
# 主持召开会议，传达学习…: the meeting conveys, not who chairs it.
_CONVENED = re.compile(r"召开[^，。]{0,60}会议?[^，。]{0,4}，")
_OF_THE_MEETING = ("convey", "arrange", "notice", "explain")
_OBJECT_OF = re.compile(
    r"^(?:同志)?(?:的(?!带领)|在[^，。；]{2,24}[上中]的(?:重要)?(?:讲话|指示|报告)|先进事迹|精神|事迹|关于|对民政工作的|系列|重要(?:讲话|指示|批示)|(?:重要)?(?:批示|指示))"
)
# 传达省委书记张三对…的批示: whoever is named behind 传达 in its clause is its object.
_CONVEYED = re.compile(r"(?:传达|宣读|转达)(?!、)[^，。；由并请]*$")
# 听取厅长张三关于…的汇报: the meeting listens, and the person speaks.
_LISTENED = re.compile(r"(?:听取|收听|聆听)了?[^，。；]{0,24}$")
_HEARD = re.compile(
    r"(?:同志)?(?:[所作做]{0,2}(?:了)?(?:关于|就|对)?[^，。；]{0,30}的)?[^，。；的]{0,20}?(?P<role>(?:工作)?(?:汇报|介绍|报告)|发言|体会)"
)
# What follows was said (指出，…) or stood on the agenda, and tells nothing of who said it.
_NOT_DONE = re.compile(r"(?:指出|强调|要求|表示)[，：]|(?:议程|议题|程序)(?:有|包括|为|是|如下)")
_ADDRESSED = re.compile(r"(?:向|对|看望|慰问|学习|会见|将|陪同|转达|受)[^，。；、]{0,14}$")
# How a clause begins that says more of the subject before it.
_GOES_ON = re.compile(
    r"并|还|也(?!门)|又|再|同时|随后|最后|首先|接着|之后|进而|从|对(?!外)|就|为|以|向|逐|围绕|按照|根据|针对|结合|通过|代表|受|在|于"
    r"|系统|重点|简要|全面|深入|深刻|详细|充分|认真|扎实|专题|专门|现场|亲自|集中|统筹|进一步|着重|带头|率先|集体|共同|一同|一起|分别|先后|第[一二三]是?"
    r"|总结|回顾|分析|通报|传达|学习|宣读|宣布|解读|介绍|讲解|部署|安排|研究|要求|强调|指出|出席|参加|主持|听取|审议|表彰|汇报|点评|领学|带领"
    r"|组织|开展|进行|[作做]|发表|提出|到会|应邀|即席|深情|肯定|感谢|祝贺|希望|勉励"
)
_NO_SUBJECT = re.compile(r"(?<![向为对])(?:会议(?!室)|大会|全会|活动|培训班)[^，。；由]{0,8}$")
# 就贯彻落实会议精神作了部署: a meeting that something is said about is no subject.
_WITH_REGARD = re.compile(r"(?:同志)?(?:在会上|会上)?(?:就|对|围绕|按照|针对|结合|代表)")
_LONGEST_CLAUSE = 120
# 指出, 强调: speaking that names no kind of speech.
_SAID = "说"
# Who leads a study and then 指出 has spoken besides; who reports or conveys says it in doing so.
_NO_SPEECH = re.compile(r"领学|领读|学习|宣读|宣布")
# 他指出，…: whoever the sentence before was about.
_PRONOUN_SAYS = re.compile(
    r"(?:[^，。；]{1,14}，)?[他她](?:还|也|同时|最后|进一步|特别)?(?:指出|强调|要求|希望|表示|说)(?:，|：|，?“)"
)
_OPENING_WORDS = 12
_MEETING_SAYS = re.compile(r"(?:会议|大会)")
_CONJUNCTION = re.compile(
    r"[、和与及以，等\s]*(?:以及|分别|先后|共同)?[、，]?(?:[^，。；、]{2,20}(?:干部|专家|教授|代表|工作人员))?"
)
_ATTENDS = re.compile(r"出席|到会|参加会见|莅临|亲临|讲话|作报告|主持")
# What a title or a slogan says is not done: 以“深入学习贯彻…”为主题作报告.
_QUOTED = re.compile(r"[“《][^”》]*[”》]")
_OBJECT_VERB = re.compile(r"传达|学习|贯彻|落实|宣读|领学|围绕|按照|根据")


@dataclass(slots=True)
class PeopleReading:
    """Chairs and speakers with a span for each."""

    chairs: list[Chair] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    chair_spans: list[Span] = field(default_factory=list)
    speaker_spans: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class _Part:
    """What one person did, gathered through the report."""

    post: str | None = None
    roles: list[str] = field(default_factory=list)
    chairs: Span | None = None
    speaks: Span | None = None
    instructs: bool = False
    attends: bool = False

    @property
    def role(self) -> str:
        """What the person did; who reported or conveyed and 指出 in doing so has one role."""
        acts = [role for role in self.roles if role != _SAID]
        if len(acts) < len(self.roles) and all(_NO_SPEECH.search(act) for act in acts):
            acts.append("讲话")
        return "、".join(acts)

    def take(self, role: str, span: Span) -> None:
        """Add a role, and the first place that shows the person speaking."""
        self.speaks = self.speaks or span
        if role not in self.roles:
            self.roles.append(role)


def read_people(reading: str) -> PeopleReading:
    """The chairs and speakers of the meeting that a body reports, in order of appearance."""
    cast = Cast()
    parts: dict[str, _Part] = {}
    subject: str | None = None
    for sentence in sentences(reading):
        persons = cast.persons(sentence)
        says = _PRONOUN_SAYS.match(sentence.text)
        if says and subject:
            span = (sentence.start, sentence.start + says.end())
            parts[subject].take(_SAID, span)
        elif persons:
            subject = _read_sentence(sentence, persons, parts) or subject
        elif _MEETING_SAYS.match(sentence.text):
            subject = None
    return _reading(parts)


def _reading(parts: dict[str, _Part]) -> PeopleReading:
    out = PeopleReading()
    for name, part in parts.items():
        if part.instructs and not part.attends:
            continue
        if part.chairs:
            out.chairs.append(Chair(name, part.post))
            out.chair_spans.append(part.chairs)
        if part.speaks:
            out.speakers.append(Speaker(name, part.post, part.role))
            out.speaker_spans.append(part.speaks)
    return out


def _read_sentence(
    sentence: Sentence, persons: list[Person], parts: dict[str, _Part]
) -> str | None:
    """Give each person what the sentence says they did; the name that it opens with, if any."""
    doing = []
    for person in persons:
        before = sentence.text[: person.start - sentence.start]
        after = sentence.text[person.end - sentence.start :]
        heard = _heard(before, after)
        if heard:
            part = parts.setdefault(person.name, _Part())
            part.post = part.post or person.post
            part.take(heard, person.span)
        # 某某部长的讲话 as much as 某某的讲话.
        elif not _OBJECT_OF.match(after) and not _is_object(
            before, sentence.text[person.span[1] - sentence.start :]
        ):
            doing.append(person)
    groups = _groups(sentence, doing)
    for group, predicate, start in groups:
        for person in group:
            part = parts.setdefault(person.name, _Part())
            part.post = part.post or person.post
            _take_roles(part, person, predicate, start)
    first = groups[0][0] if groups else []
    opens = len(first) == 1 and first[0].start - sentence.start <= _OPENING_WORDS
    return first[0].name if opens else None


def _groups(sentence: Sentence, persons: list[Person]) -> list[tuple[list[Person], str, int]]:
    """Persons who share a predicate, the predicate, and where it starts in the body."""
    groups: list[tuple[list[Person], str, int]] = []
    current: list[Person] = []
    for number, person in enumerate(persons):
        current.append(person)
        following = persons[number + 1].start if number + 1 < len(persons) else sentence.end
        between = sentence.text[
            person.end - sentence.start : max(following, person.end) - sentence.start
        ]
        is_last = number + 1 == len(persons)
        if not is_last and _CONJUNCTION.fullmatch(between):
            continue
        groups.append((current, between, person.end))
        current = []
    return groups


def _is_object(before: str, after: str) -> bool:
    """Whether a person between the two is spoken of, to or about, and does nothing there."""
    return (
        _OBJECT_OF.match(after) is not None
        or _ADDRESSED.search(before[-16:]) is not None
        or _CONVEYED.search(before[-_LONGEST_CLAUSE:]) is not None
    )


def _heard(before: str, after: str) -> str | None:
    """What a meeting heard from the person between the two texts, or None."""
    if not _LISTENED.search(before[-40:]):
        return None
    heard = _HEARD.match(after)
    return heard["role"] if heard else None


def _take_roles(part: _Part, person: Person, predicate: str, start: int) -> None:
    """Add to a person's part what the predicate behind the name says."""
    if _INSTRUCTED.search(predicate) or (
        _SENT_DEMANDS.match(predicate) and _HEAD_OF_REGION.search(person.post or "")
    ):
        part.instructs = True
        predicate = predicate if _ATTENDS.search(predicate) else ""
    for match in _CHAIRS.finditer(predicate):
        if not _has_own_subject(predicate[: match.start()]):
            part.chairs = part.chairs or (person.start, start + match.end())
            part.attends = True
    for role, end in _roles(predicate):
        part.take(role, (person.start, start + end))
        part.attends = part.attends or _ATTENDS.search(predicate) is not None


def _roles(predicate: str) -> list[tuple[str, int]]:
    """The roles that a predicate gives to the persons before it, with the ends of their words."""
    not_done = _NOT_DONE.search(predicate)
    end = not_done.start() if not_done else len(predicate)
    found: list[tuple[str, int]] = []
    for match in _ROLE.finditer(predicate, 0, end):
        before = predicate[: match.start()]
        clause = _QUOTED.sub("", _last_clause(before))
        # 传达会议精神并讲话: what follows 并 is no longer the object of 传达.
        own_verb = match.lastgroup == "arrange" or "并" in match.group()
        is_object = not own_verb and _OBJECT_VERB.search(clause)
        if is_object or _has_own_subject(before):
            continue
        convened = match.lastgroup in _OF_THE_MEETING and _CONVENED.search(before)
        if convened and not re.search("并", clause):
            continue
        if match.lastgroup == "debrief" and re.search(r"向|听取", before):
            continue
        found.append((_role_words(match), match.end()))
    # 总结了去年工作，部署…: the summary leads to what was arranged.
    found = [each for each in found if each[0] != "总结"] or found
    says = _SAYS.match(predicate) or _SAYS_LATER.search(predicate)
    if says and not any("讲话" in role for role, _ in found):
        # Who 在工作报告中指出 gives the report.
        found.append(("作工作报告" if "报告中" in says.group() else _SAID, says.end()))
    return found


def _has_own_subject(before: str) -> bool:
    """Whether the clause that ends here names somebody else as its subject."""
    clause = _last_clause(before)
    if clause == before:
        return (
            _NO_SUBJECT.search(clause) is not None
            and "出席" not in clause
            and "主持" not in clause
            and _WITH_REGARD.match(clause) is None
        )
    # Whatever does not go on with a verb or its adverbials names who acts: 办公室通报情况.
    return clause != "" and _GOES_ON.match(clause) is None


def _last_clause(text: str) -> str:
    return text[max(text.rfind("，"), text.rfind("；")) + 1 :]


def _role_words(match: re.Match[str]) -> str:
    words = match.group()
    if match.lastgroup == "speech":
        return "讲话"
    if match.lastgroup == "arrange":
        return "部署"
    if match.lastgroup == "explain":
        return words.removeprefix("进行").lstrip("作做").removeprefix("了")
    if match.lastgroup == "plan":
        return "部署" if words.startswith("安排") else "总结"
    if match.lastgroup == "outline":
        return "总结"
    return words.lstrip("并").replace("了", "")
