"""Who chaired the meeting and who spoke at it.

A role is given by a verb to the persons named before it in the same sentence. Whoever is only
quoted, studied, addressed or has sent written instructions (批示) took no part: such a person
appears in neither list.
"""

import re
from dataclasses import dataclass, field

from bulletins.reading.fields.people.person_mentions import Cast, Person
from bulletins.reading.fields.people.speech_roles import AGENDA, SAID, has_own_subject, roles_of
from bulletins.reading.records import Chair, Span, Speaker
from bulletins.reading.report_splitting.lead_sentences import Sentence, is_national, sentences

_CHAIRS = re.compile(r"主持(?!全面|日常|[^，。]{0,4}工作[，。])(?!人)")
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
_OBJECT_OF = re.compile(
    r"^(?:同志)?(?:的(?!带领)|在[^，。；]{2,24}[上中]的(?:重要)?(?:讲话|指示|报告)|先进事迹|精神|(?:重要)?讲话精神|事迹|关于|对民政工作的|系列|重要(?:讲话|指示|批示)|(?:重要)?(?:批示|指示))"
)
# 传达省委书记张三对…的批示: whoever is named behind 传达 in its clause is its object.
_CONVEYED = re.compile(r"(?:传达|宣读|转达)(?!、)[^，。；由并请]*$")
# 听取厅长张三关于…的汇报: the meeting listens, and the person speaks.
_LISTENED = re.compile(r"(?:听取|收听|聆听)了?[^，。；]{0,24}$")
_HEARD = re.compile(
    r"(?:同志)?(?:[所作做]{0,2}(?:了)?(?:关于|就|对)?[^，。；]{0,30}的)?[^，。；的]{0,20}?(?P<role>(?:工作)?(?:汇报|介绍|报告)|发言|体会)"
)
_ADDRESSED = re.compile(r"(?:向|对|看望|慰问|学习|会见|将|陪同|转达|受)[^，。；、]{0,14}$")
_LONGEST_CLAUSE = 120
# Who leads a study and then 指出 has spoken besides; who reports or conveys says it in doing so.
_NO_SPEECH = re.compile(r"领学|领读|学习|宣读|宣布")
# 他指出，…: whoever the sentence before was about.
_PRONOUN_SAYS = re.compile(
    r"(?:[^，。；]{1,14}，)?[他她](?:还|也|同时|最后|进一步|特别)?(?:指出|强调|要求|希望|表示|说)(?:，|：|，?“)"
)
_OPENING_WORDS = 12
# Shorter ones say of nobody what they did; a list of names may have thousands.
_SHORTEST_SENTENCE = len("李丽讲话")
_CONJUNCTION = re.compile(
    r"[、和与及以，等\s]*(?:以及|分别|先后|共同)?[、，]?(?:[^，。；、]{2,20}(?:干部|专家|教授|代表|工作人员))?"
)
_ATTENDS = re.compile(r"出席|到会|参加会见|莅临|亲临|讲话|作报告|主持")


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
        acts = [role for role in self.roles if role != SAID]
        if len(acts) < len(self.roles) and all(_NO_SPEECH.search(act) for act in acts):
            acts.append("讲话")
        return "、".join(acts)

    def take(self, role: str, span: Span) -> None:
        """Add a role, and the first place that shows the person speaking."""
        self.speaks = self.speaks or span
        if role not in self.roles:
            self.roles.append(role)


def read_people(reading: str, leads: list[Sentence]) -> PeopleReading:
    """The chairs and speakers of the meeting that a body reports, in order of appearance.

    Args:
        reading: the body, folded.
        leads: its sentences that hold the meeting.
    """
    cast = Cast()
    parts: dict[str, _Part] = {}
    subject: str | None = None
    guests = _national_opening(leads)
    for sentence in sentences(reading):
        if sentence.end - sentence.start < _SHORTEST_SENTENCE:
            continue
        persons = cast.persons(sentence)
        if sentence.start < guests:
            continue
        says = _PRONOUN_SAYS.match(sentence.text)
        if says and subject:
            span = (sentence.start, sentence.start + says.end())
            parts[subject].take(SAID, span)
        elif persons:
            subject = _read_sentence(sentence, persons, parts) or subject
        elif sentence.text.startswith(("会议", "大会")):
            subject = None
    return _reading(parts)


def _national_opening(leads: list[Sentence]) -> int:
    """Where the sentences end that tell of the national meeting before the local one."""
    local = [lead.start for lead in leads if not is_national(lead.text)]
    national = [lead for lead in leads if is_national(lead.text)]
    return local[0] if local and national and national[0].start < local[0] else 0


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
    agenda = AGENDA.search(sentence.text)
    if agenda:
        # Who stands on the agenda has not spoken yet.
        persons = [each for each in persons if each.span[0] < sentence.start + agenda.start()]
    for person in persons:
        before = sentence.text[: person.start - sentence.start]
        after = sentence.text[person.end - sentence.start :]
        heard = _heard(before, after)
        if heard:
            part = parts.setdefault(person.name, _Part())
            part.post = part.post or person.post
            part.take(heard, person.span)
        # 某某部长的讲话 as much as 某某的讲话.
        elif not _is_object(before, sentence.text[person.span[1] - sentence.start :], after):
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


def _is_object(before: str, *behind: str) -> bool:
    """Whether a person is spoken of, to or about, and does nothing there.

    Args:
        before: the sentence up to the person.
        behind: the sentence behind the name, and behind a title that follows the name.
    """
    return (
        any(_OBJECT_OF.match(each) for each in behind)
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
        if not has_own_subject(predicate[: match.start()]):
            part.chairs = part.chairs or (person.start, start + match.end())
            part.attends = True
    for role, end in roles_of(predicate):
        part.take(role, (person.start, start + end))
        part.attends = part.attends or _ATTENDS.search(predicate) is not None
