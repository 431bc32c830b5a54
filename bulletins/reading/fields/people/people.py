"""Read the chairs and the speakers of a meeting.

A verb assigns a role to the persons named before it in the same sentence. A person who is only
quoted, studied or addressed, or who only sent written instructions (批示), did not take part and
is in neither list.
"""

import re
from dataclasses import dataclass, field

from bulletins.reading.fields.people.attendance import Attendance
from bulletins.reading.fields.people.person_mentions import PersonMention, PersonTracker
from bulletins.reading.fields.people.speech_roles import (
    AGENDA,
    PLAIN_SPEECH,
    find_roles,
    has_own_subject,
)
from bulletins.reading.fields.people.untitled_names import is_labelled_chair
from bulletins.reading.lexical.char_classes import PLACEHOLDERS
from bulletins.reading.records import Chair, Span, Speaker
from bulletins.reading.report_splitting.lead_sentences import Sentence, is_national, sentences

_CHAIRS = re.compile(r"主持(?!全面|日常|[^，。]{0,4}工作[，。])(?!人)")
_SENT_INSTRUCTIONS = re.compile(
    r"(?:^|，)(?:同志)?(?!(?:宣读|传达|学习|贯彻|落实|根据|按照))"
    r"(?:[^，。；读达习据]{0,40}?[作做]出?了?(?:重要|专门|具体|明确|肯定性)*(?:批示|指示)"
    r"|(?:在|专门|亲自|分别|先后)*批示|致信|发来贺[信电]|签批|圈阅"
    r"|[^，。；读达习据]{0,20}?提出(?:了|明确|具体|殷切|工作)*(?:要求|希望)(?=，(?:强调|要求|指出)))"
)
# A head of a region who 提出要求 before others are named as present sent it in writing.
_SENT_DEMANDS = re.compile(
    r"(?:[对就][^，。；]{2,40}?)?提出(?:了|明确|具体|殷切|工作)*(?:要求|希望)，$"
)
_HEAD_OF_REGION = re.compile(r"(?:[省市县州盟旗区]长|主席|[省市县州盟旗区]委书记)$")
_OBJECT_OF = re.compile(
    r"^(?:同志)?(?:的(?!带领|主持)|在[^，。；]{2,24}[上中]的(?:重要)?(?:讲话|指示|报告)|先进事迹|精神|(?:重要)?讲话精神|事迹|关于|对民政工作的|系列|重要(?:讲话|指示|批示)|(?:重要)?(?:批示|指示))"
)
# 传达省委书记张三对…的批示: a person named after 传达 in its clause is its object.
_CONVEYED = re.compile(r"(?:传达|宣读|转达)(?!、)[^，。；由并请]*$")
# 听取厅长张三关于…的汇报: the meeting listens, and the person speaks.
_LISTENED = re.compile(r"(?:听取|收听|聆听)了?[^，。；]{0,24}$")
_REPORT_HEARD = re.compile(
    r"(?:(?:、|和|与|及)[^，。；、和与及的]{2,16})*(?:同志)?(?:[所作做]{0,2}(?:了)?(?:关于|就|对)?[^，。；]{0,30}的)?[^，。；的]{0,20}?(?P<role>(?:工作)?(?:汇报|介绍|报告)|发言|体会)"
)
# 由 begins with who acts, and so does what follows 受局长委托.
_ADDRESSED = re.compile(
    r"(?:向|对|看望|慰问|学习|会见|将|陪同|转达|受(?![^，。；、]{0,12}[委嘱]托))[^，。；、由]{0,14}$"
)
_MAX_CLAUSE_CHARS = 120
# A person who leads a study and then 指出 has also spoken; 指出 adds nothing for one who reports
# or conveys, since that is already speech.
_NOT_SPEECH = re.compile(r"领学|领读|学习|宣读|宣布")
_PLACEHOLDER = re.compile(f"[{PLACEHOLDERS}]")
# 他指出，…: the person whom an earlier sentence opened with.
_PRONOUN_SAYS = re.compile(
    r"(?:[^，。；]{1,14}，)?[他她](?:还|也|同时|最后|进一步|特别)?(?:指出|强调|要求|希望|表示|说)(?:，|：|，?“)"
)
_OPENING_CHARS = 12
# A shorter sentence assigns no role; a list of names may have thousands of them.
# Who gives a speech stands below its title.
_SIGNATURE_CHARS = 120
_MIN_SENTENCE_CHARS = len("李丽讲话")
_BETWEEN_NAMES = re.compile(
    r"[、和与及以，等\s]*(?:以及|分别|先后|共同)?[、，]?(?:[^，。；、]{2,20}(?:干部|专家|教授|代表|工作人员))?"
)
_ATTENDS = re.compile(r"出席|到会|参加会见|莅临|亲临|讲话|作报告|主持")
# The person who opens the predicate, not one named further on.
_IS_PRESENT = re.compile(r"(?:同志)?[^，。；、]{0,6}?(?:出席|到会|莅临|亲临)")


@dataclass(slots=True)
class PeopleReading:
    """The chairs and the speakers of a meeting, with one span for each."""

    chairs: list[Chair] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    chair_spans: list[Span] = field(default_factory=list)
    speaker_spans: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class _Participation:
    """The acts of one person, collected over the sentences of a report."""

    post: str | None = None
    roles: list[str] = field(default_factory=list)
    chair_span: Span | None = None
    speech_span: Span | None = None
    sent_instructions: bool = False
    is_present: bool = False

    @property
    def role(self) -> str:
        """The roles joined by 、.

        Plain speech (指出) becomes 讲话 unless another role is already speech.
        """
        roles = [role for role in self.roles if role != PLAIN_SPEECH]
        if len(roles) < len(self.roles) and all(_NOT_SPEECH.search(role) for role in roles):
            roles.append("讲话")
        return "、".join(roles)

    def add_role(self, role: str, span: Span) -> None:
        """Add a role; the first span that shows the person speaking is stored."""
        self.speech_span = self.speech_span or span
        if role not in self.roles:
            self.roles.append(role)


def read_people(text: str, leads: list[Sentence], speech: str | None = None) -> PeopleReading:
    """Read the chairs and speakers of a meeting, in order of appearance.

    Args:
        text: the folded body (`char_folding.fold`).
        leads: the lead sentences of the body.
        speech: the role of who signs the text, where it is a speech: 讲话, 作工作报告.
    """
    tracker = PersonTracker()
    people: dict[str, _Participation] = {}
    subject: str | None = None
    attendance = Attendance(leads)
    local_start = _end_of_national_opening(leads)
    for sentence in sentences(text):
        if sentence.end - sentence.start < _MIN_SENTENCE_CHARS:
            continue
        mentions = tracker.mentions(sentence)
        if sentence.start < local_start:
            continue
        if speech and sentence.start < _SIGNATURE_CHARS and _signs(sentence, mentions):
            person = people.setdefault(mentions[0].name, _Participation())
            person.post = person.post or mentions[0].post
            person.add_role(speech, mentions[0].span)
        if attendance.is_of_another_meeting(sentence):
            subject = None
            continue
        pronoun = _PRONOUN_SAYS.match(sentence.text)
        if pronoun and subject:
            span = (sentence.start, sentence.start + pronoun.end())
            people[subject].add_role(PLAIN_SPEECH, span)
        elif mentions:
            subject = _read_acts(sentence, mentions, people, attendance) or subject
        elif sentence.text.startswith(("会议", "大会")):
            subject = None
        if _PLACEHOLDER.search(sentence.text):
            # 他 may be the person whose name is unreadable.
            subject = None
    return _present_people(people)


def _signs(sentence: Sentence, mentions: list[PersonMention]) -> bool:
    """Return whether the line is a person with a post and nothing else: who gives the speech."""
    if len(mentions) != 1:
        return False
    mention = mentions[0]
    rest = (
        sentence.text[: mention.start - sentence.start],
        sentence.text[mention.end - sentence.start :],
    )
    return mention.post is not None and not any(part.strip(" （）()") for part in rest)


def _end_of_national_opening(leads: list[Sentence]) -> int:
    """Return the offset at which the local meeting begins, 0 without a national one before it."""
    local = [lead.start for lead in leads if not is_national(lead.text)]
    national = [lead for lead in leads if is_national(lead.text)]
    return local[0] if local and national and national[0].start < local[0] else 0


def _present_people(people: dict[str, _Participation]) -> PeopleReading:
    out = PeopleReading()
    for name, person in people.items():
        # What a person does whose name cannot be read is done by nobody in the archive.
        if _PLACEHOLDER.search(name) or (person.sent_instructions and not person.is_present):
            continue
        if person.chair_span:
            out.chairs.append(Chair(name, person.post))
            out.chair_spans.append(person.chair_span)
        if person.speech_span:
            out.speakers.append(Speaker(name, person.post, person.role))
            out.speaker_spans.append(person.speech_span)
    return out


def _read_acts(
    sentence: Sentence,
    mentions: list[PersonMention],
    people: dict[str, _Participation],
    attendance: Attendance,
) -> str | None:
    """Add the roles of one sentence to `people`.

    Returns the name of the one person that the sentence opens with, or None.
    """
    actors = []
    agenda = AGENDA.search(sentence.text)
    if agenda:
        # A person on the agenda has not spoken yet.
        mentions = [each for each in mentions if each.span[0] < sentence.start + agenda.start()]
    for mention in mentions:
        before = sentence.text[: mention.start - sentence.start]
        after = sentence.text[mention.end - sentence.start :]
        role = _heard_role(before, after)
        if is_labelled_chair(before):
            person = people.setdefault(mention.name, _Participation())
            person.post = person.post or mention.post
            person.chair_span = person.chair_span or mention.span
        elif role:
            person = people.setdefault(mention.name, _Participation())
            person.post = person.post or mention.post
            person.add_role(role, mention.span)
        # 某某部长的讲话 is checked without and with the title after the name.
        elif not _is_object(before, sentence.text[mention.span[1] - sentence.start :], after):
            actors.append(mention)
    groups = _group_by_predicate(sentence, actors)
    for group, predicate, start in groups:
        for mention in group:
            person = people.setdefault(mention.name, _Participation())
            person.post = person.post or mention.post
            _assign_roles(person, mention, predicate, start, attendance)
    first = groups[0][0] if groups else []
    opens = len(first) == 1 and first[0].start - sentence.start <= _OPENING_CHARS
    return first[0].name if opens else None


def _group_by_predicate(
    sentence: Sentence, mentions: list[PersonMention]
) -> list[tuple[list[PersonMention], str, int]]:
    """Group persons who share a predicate.

    Returns triples: the persons, their predicate, and the offset of the predicate in the body.
    """
    groups: list[tuple[list[PersonMention], str, int]] = []
    current: list[PersonMention] = []
    for number, mention in enumerate(mentions):
        current.append(mention)
        following = mentions[number + 1].start if number + 1 < len(mentions) else sentence.end
        between = sentence.text[
            mention.end - sentence.start : max(following, mention.end) - sentence.start
        ]
        is_last = number + 1 == len(mentions)
        if not is_last and _BETWEEN_NAMES.fullmatch(between):
            continue
        groups.append((current, between, mention.end))
        current = []
    return groups


def _is_object(before: str, *after: str) -> bool:
    """Return whether a person is only mentioned, quoted or addressed, and does not act.

    Args:
        before: the sentence up to the mention.
        after: the sentence after the name, and after the title that follows the name.
    """
    return (
        any(_OBJECT_OF.match(each) for each in after)
        or _ADDRESSED.search(before[-16:]) is not None
        or _CONVEYED.search(before[-_MAX_CLAUSE_CHARS:]) is not None
    )


def _heard_role(before: str, after: str) -> str | None:
    """Return the role of a person whom the meeting listened to, or None.

    Args:
        before: the sentence up to the mention.
        after: the sentence after it.
    """
    if not _LISTENED.search(before[-40:]):
        return None
    heard = _REPORT_HEARD.match(after)
    return heard["role"] if heard else None


def _assign_roles(
    person: _Participation,
    mention: PersonMention,
    predicate: str,
    start: int,
    attendance: Attendance,
) -> None:
    """Add to `person` the roles that the predicate after the mention assigns.

    `start` is the offset of the predicate in the body.
    """
    if _SENT_INSTRUCTIONS.search(predicate) or (
        _SENT_DEMANDS.match(predicate) and _HEAD_OF_REGION.search(mention.post or "")
    ):
        person.sent_instructions = True
        predicate = predicate if _ATTENDS.search(predicate) else ""
    for match in _CHAIRS.finditer(predicate):
        if not has_own_subject(predicate[: match.start()]):
            person.chair_span = person.chair_span or (mention.start, start + match.end())
            person.is_present = True
    if _IS_PRESENT.match(predicate):
        person.is_present = True
    roles = find_roles(predicate)
    if not person.is_present and attendance.is_quoted(
        person.post or "", predicate, [role for role, _ in roles]
    ):
        return
    for role, end in roles:
        person.add_role(role, (mention.start, start + end))
        person.is_present = person.is_present or _ATTENDS.search(predicate) is not None
