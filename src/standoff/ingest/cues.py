"""The cues by which a single line shows that it is not the story: what pages of any outlet print around an article.

Each cue is a name, the zone it gives, the longest line it may decide (in words) and a pattern over the line without its
bullet. They are tried in order. What needs to see other lines (headlines, teasers, subheads) is decided in `zones`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from standoff.document import ZoneName
from standoff.ingest.dates import DATE, is_date_line

SHORT = 300
"""Cues are looked for in lines up to this many characters; the longer ones (consent texts) are tried by `LONG_CUES`."""

NAME = r"[^\W\d_a-z][\w.'’-]*"
PERSON = rf"{NAME}(?:\s(?:{NAME}|de|van|von|der|den|al|bin|da|di|el)){{1,4}}"
AGENCY = (
    r"(?:AP|AFP|EPA(?:-EFE)?|EFE|DPA|ANSA|PAP|PA|TASS|UPI|LETA|BNS|ELTA|BelTA|NTB|TT|ANP|APA|CTK|MTI|Reuters|REUTERS|Xinhua|Kyodo|Anadolu"
    r"|Bloomberg|Getty(?:\sImages)?|Shutterstock|iStock|Alamy|Zuma(?:\sPress)?|NurPhoto|SOPA(?:\sImages)?|Handout|Pool"
    r"|Wikimedia(?:\sCommons)?|Flickr|Unsplash|Pixabay|Associated\sPress|Agence\sFrance-Presse|Press\sAssociation)"
)
_CREDIT_WORD = (
    r"(?:photos?|photograph(?:s|er)?|pictures?|images?|video|graphics?|illustrations?|map|file\s(?:photo|image|picture)|"
    r"(?:photo|image|picture|video)\scredits?|credits?|featured\simage|main\simage)"
)

HEADINGS = re.compile(
    r"^(?:(?:(?:see|read|watch)\s)?(?:also|more)|read\s(?:also|more|next|on|this\snext)|see\s(?:also|more)"
    r"|(?:you\s(?:may|might)\s(?:also\s)?(?:like|be\sinterested\sin))(?:\sthese)?"
    r"|(?:more\s)?(?:related|recommended|similar|popular|trending|featured|sponsored|promoted|suggested|other|further|recent|latest)"
    r"(?:\s(?:articles?|stories|story|news|posts?|topics|content|reading|links|coverage|videos?|headlines|items|materials?))?"
    r"(?:\s(?:now|today|for\syou|on\sthis\stopic|from\sthe\sweb))?"
    r"|editor(?:s|['’]s|s['’])?\s(?:choice|picks?)|top\s(?:stories|news|headlines|posts|videos)|(?:breaking|more)\snews|don['’]t\smiss|in\scase\syou\smissed\sit"
    r"|most\s(?:read|popular|viewed|shared|watched|commented|recent)(?:\s(?:articles|stories|news|today|now))?"
    r"|more\s(?:stories|articles|on\sthis(?:\sstory|\stopic)?|like\sthis|coverage|headlines)"
    r"|more\s(?:from|on|in|about)\s(?:[\w.'’&-]+\s?){1,5}|what(?:['’]s|\sto)\s(?:next|read\snext)|what\selse\swe\sare\sreading"
    r"|around\sthe\sweb|from\s(?:the\sweb|our\s(?:partners|network)|elsewhere)|up\snext|next\s(?:article|story)|previous\s(?:article|story)"
    r"|trending(?:\snow)?|popular(?:\snow)?|must\sreads?|stories\sfor\syou|(?:\d+\s)?comments?(?:\s\(\d+\))?|leave\sa\s(?:reply|comment)"
    r"|(?:reader|user)\scomments|join\sthe\s(?:conversation|discussion|debate))\s?[:>»…]*$",
    re.IGNORECASE,
)
"""A line that opens a list of other stories (or of readers' comments)."""

SLOGAN_WORDS = re.compile(
    r"\b(?:latest|breaking|news|updates?|stories|stay\s(?:tuned|informed|up)|headlines|follow|coverage|analysis|opinion|around\sthe\s(?:world|globe)"
    r"|politics|economy|business|sports?|videos?|live|and\smore|24/7)\b",
    re.IGNORECASE,
)
"""What sites say of themselves above the headline."""


@dataclass(frozen=True)
class Cue:
    """A cue: `rule` is its name, `zone` what it makes of a line of at most `words` words that `pattern` is found in."""

    rule: str
    zone: ZoneName
    words: int
    pattern: re.Pattern[str]


def _cue(rule: str, zone: ZoneName, words: int, *patterns: str, ignore_case: bool = True) -> Cue:
    return Cue(rule, zone, words, re.compile("|".join(patterns), re.IGNORECASE if ignore_case else 0))


CUES: tuple[Cue, ...] = (
    _cue("no-words", "chrome", 12, r"^[\W_]+$"),
    _cue(
        "relative-age",
        "date",
        8,
        r"^(?:(?:published|posted|updated)\s)?(?:about\s)?(?:\d+|an?|one|two|three|few)\s?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mos?|months?|y|yrs?|years?)\sago(?:\W.*)?$",
        r"^(?:yesterday|today|just\snow),?(?:\s(?:at\s)?[\d:.]+\s?(?:[ap]m)?)?$",
    ),
    _cue(
        "reading-time",
        "chrome",
        8,
        r"^(?:reading\stime\W*)?\d+\s?[-–]?\s?min(?:ute)?s?(?:\sread)$",
        r"^(?:reading|read|listening)\stime\b",
    ),
    _cue(
        "staff-line",
        "byline",
        7,
        r"^[A-Z][\w.&]*(?:\s?/\s?[A-Z][\w.&]*)*\s(?:Staff|Newsroom|Desk|Editors|Editorial\s(?:Team|Board|Staff)|News\sDesk|Reporters?|Correspondents?)(?:\s(?:Writers?|Reporters?))?$",
        r"^(?:Staff|Newsroom|Editorial\s(?:Team|Board|Staff)|(?:Our|Staff|Special)\s(?:Correspondent|Reporter|Writer)s?)$",
        r"^\([A-Z]{2,4}(?:[/,]\s?[A-Z]{2,4})*\)$",
        ignore_case=False,
    ),
    _cue("outlet-and-date-tag", "caption", 60, rf"\s[-–—]\s[^,]{{2,60}},\s(?:\d{{3,4}},\s)?{DATE}$"),
    _cue(
        "image-tag",
        "chrome",
        12,
        r"^[-–—]\s[^,]{2,60},\s\d{3,4}$",
        r"^(?:image|photo|picture|slide)\s\d+\s(?:of|/)\s\d+\b",
        r"^\d+\s?/\s?\d+$",
    ),
    _cue("copyright", "credit", 25, r"^(?:\(c\)|©|copyright\s(?:©|\(c\)|\d{4}|by\b))", r"\ball\srights\sreserved\b"),
    _cue(
        "photo-credit",
        "credit",
        9,
        rf"^{_CREDIT_WORD}\s?(?:[:/|©]|(?:by|courtesy(?:\sof)?)\s)",
        r"^(?:photos?|pictures?|images?)\scourtesy\b",
    ),
    _cue(
        "photo-label",
        "caption",
        80,
        rf"^{_CREDIT_WORD}\s?[:©]\s",
        r"^(?:file|archive)\s(?:photo|image|picture|footage)\b",
        r"^file\s?[-–—:]\s",
        r"^(?:pictured|caption)\s?:",
        r"^(?:photos?|pictures?),\s(?:from\s)?left\sto\sright\b",
        r"^photos?\sby\s[A-Z]",
    ),
    _cue(
        "credit-at-end",
        "caption",
        60,
        r"\((?:photo(?:graph)?|image|picture|illustration|credit|file)s?\b[^()]{0,120}\)\.?$",
        r"[.!?”\"]\s?(?:photo(?:graph)?|image|picture|credit)s?(?:\s(?:by|courtesy\sof)|:)\s[^.]{2,80}\.?$",
        r"\bcourtesy\sof\s[^.]{2,60}$",
    ),
    _cue(
        "agency-at-end",
        "caption",
        60,
        rf"(?:^|[\s.(])(?:{NAME}[\s,]){{0,4}}{NAME}\s?/\s?(?:[A-Z][\w\s]{{1,30}}/\s?)?(?:[\w\s-]{{0,30}}via\s)?{AGENCY}[).]?$",
        rf"\bvia\s{AGENCY}[).]?$",
        r"\bGetty\sImages[).]?$",
        rf"^(?:{AGENCY})(?:\s?/\s?[\w\s.-]{{2,40}})$",
        ignore_case=False,
    ),
    _cue(
        "dateline-line",
        "dateline",
        8,
        rf"^(?:{NAME}[\s,.]{{0,2}}){{1,5}}(?:\([\w\s./-]{{2,30}}\)\s?)?[-–—]{{1,2}}$",
        r"^\([A-Z][\w\s./-]{1,30}\)\s?[-–—]{1,2}$",
        ignore_case=False,
    ),
    _cue(
        "source-line",
        "credit",
        20,
        r"^sources?\s?:\s?\S",
        r"^(?:the|this)\s(?:article|story|text|material|post)\s(?:comes\sfrom|was\s(?:originally\s|first\s)?published|(?:originally|first)\sappeared)\b",
        r"^(?:originally|first)\spublished\s(?:by|in|on|at)\b",
        r"^re(?:printed|published)\s(?:with|from|by|under)\b",
    ),
    _cue(
        "byline",
        "byline",
        16,
        rf"^(?:by|written\sby|words\sby|(?:story|report|analysis|opinion)\sby)\s(?-i:{NAME})(?:\s(?:(?-i:{NAME})|and|in|de|van|von|of|for|the|&|at|with))*(?:[,|/]\s?[\w\s.'’/&-]{{2,60}}){{0,3}}$",
        r"^authors?(?:\s?/\s?author)?\s?:\s?\S",
        r"^(?:reporting|editing|writing|additional\sreporting|compiled|edited|reported|translated)\s(?:by|from)\s(?-i:[A-Z])",
        r"^\((?:reporting|editing|writing|additional)\b.*\)\.?$",
    ),
    _cue(
        "name-and-desk",
        "byline",
        14,
        rf"^{PERSON}(?:(?:,|\sand)\s{PERSON})*,\s(?:the\s)?(?:[\w.&'’-]+\s){{0,4}}(?:{AGENCY}|News|Reporter|Correspondent|Staff(?:\sWriter)?|Editor|Bureau(?:\sChief)?|Post|Times|Today|Herald|Agency|(?:[a-z]+\s)?(?:reporter|correspondent|editor|writer))$",
        ignore_case=False,
    ),
    _cue(
        "contributors",
        "byline",
        40,
        r"\bcontributed\s(?:to\sthis\s(?:report|article|story)|reporting)\b",
        r"^reporting\sfrom\s[A-Z]",
    ),
    _cue(
        "share-prompt",
        "chrome",
        12,
        r"^(?:share|tweet|print|e-?mail|save|copy\s(?:link|url)|facebook|twitter|x|whatsapp|telegram|linkedin|pinterest|reddit|instagram|youtube|tiktok|messenger|viber|vkontakte|bookmark|like|follow|menu|search|home|subscribe|listen|close|expand|more|back\sto\stop|next|prev(?:ious)?|skip\sto\s(?:main\s)?content|toggle\s\w+|show\s(?:more|less|all)|view\s(?:all|more|comments|gallery)|load\smore|play(?:\svideo)?|pause|mute|live|loading)(?:[\s|,·•/]+(?:share|tweet|print|e-?mail|facebook|twitter|x|whatsapp|telegram|linkedin|pinterest|reddit|instagram|youtube|copy\slink|link|comments?))*[.:…!]?$",
        r"^(?:share|tweet|post)\s(?:this|on|via|with|to)\b",
        r"^(?:follow|join|find|like|connect\swith|subscribe\sto)\s(?:us|our)\b",
        r"^follow\s.{2,60}\son\s(?:twitter|facebook|x|instagram|telegram|google\snews)\b",
    ),
    _cue(
        "subscribe-prompt",
        "chrome",
        60,
        r"\bsign(?:ing|ed)?[\s-]up\s(?:(?:to|for|now|here|today|with)\b.{0,80}\b(?:news\s?letters?|e-?mails?|alerts?|updates|briefing|free|daily|edition)|here|now)\b",
        r"^(?:please\s)?sign\s(?:up|in)\s(?:to|for|with|here)\b",
        r"^(?:newsletters?\b(?!.*\b(?:said|says)\b))",
        r"^(?:get|receive)\s(?:our|the|your|all\sthe|more)\b.{0,60}\b(?:news\s?letters?|inbox|app|alerts|updates|briefing)\b",
        r"\b(?:subscribe|subscription)\b.{0,60}\b(?:news\s?letter|channel|access|today|now|unlimited|months?|premium|podcast|to\s(?:our|us|read|get))\b",
        r"^subscribe\s(?:to|for|now|today|here|and)\b",
        r"\b(?:our|free|daily|weekly|'s|’s)\snews\s?letters?\b.{0,80}$",
        r"^already\s(?:a\s)?(?:subscriber|registered|have\san\saccount|a\smember)\b",
        r"^(?:your|this)\s(?:free\s)?(?:subscription|account|access|article)\b.*\b(?:expired?|limit|subscribers?|premium)\b",
        r"^support\s(?:our|independent|quality)\b.*\bjournalism\b",
        r"^(?:please\s)?(?:donate|support\sus|become\sa\s(?:member|subscriber|patron))\b",
    ),
    _cue(
        "login-prompt",
        "chrome",
        20,
        r"^(?:please\s)?(?:log|sign)\s?-?in\b",
        r"^(?:log\sin|login|sign\sin|register|create\san?\s(?:free\s)?account)\s(?:or|to|and|now|here)\b",
        r"^(?:register|login|sign\sup|create\san\saccount)$",
        r"^to\s(?:participate\sin|join|take\spart\sin)\sthe\s(?:discussion|conversation|comments?)\b",
        r"^you\s(?:must|need\sto|have\sto)\s(?:be\s)?(?:log|sign|regist)",
    ),
    _cue(
        "consent",
        "chrome",
        150,
        r"\bwe(?:\sand\sour\s\w+)?\s(?:use|store)\s(?:\w+\s)?cookies\b",
        r"\b(?:accept|manage|reject)\s(?:all\s)?cookies\b",
        r"\bcookie\s(?:policy|settings|preferences|notice)\b",
        r"\b(?:you\sagree\sto|by\s(?:submitting|signing|subscribing|clicking|continuing))\b.{0,80}\b(?:terms|privacy|policy)\b",
        r"^(?:privacy\s(?:policy|notice)|terms\s(?:of\s(?:use|service)|(?:and|&)\sconditions))\b",
        r"^(?:please\s)?(?:enable|turn\son|disable)\s(?:javascript|your\sad)\b",
    ),
    _cue(
        "comment-prompt",
        "chrome",
        20,
        r"^(?:post|add|write|leave|view|show|read|be\sthe\sfirst\sto)\s(?:a\s|your\s|all\s|\d+\s)?(?:comments?|reply)\b",
        r"^comments?\s(?:are|have\sbeen|will\sbe|on\sthis)\b",
        r"^what\sdo\syou\sthink\?\s.*\bcomment",
    ),
    _cue(
        "read-more-prompt",
        "chrome",
        8,
        r"^(?:read|view|see|show|load|continue\sreading|open)\s?(?:the\s)?(?:more|full|entire|whole|original|rest\sof\s(?:the|this))?\s?(?:article|story|post|text|more|version|reading)?\s?(?:here|below|at\s.*|on\s.*|»|>|→|\.\.\.|…)*$",
        r"^(?:continue|keep)\sreading\b",
    ),
    _cue(
        "advertisement",
        "chrome",
        14,
        r"^[-–—\s]*(?:advert(?:isement|ising)?s?|sponsored(?:\scontent|\sby.*)?|promoted(?:\scontent)?|ad|paid\s(?:content|post))\b[\s:.-]*(?:story\scontinues.*|scroll.*|-.*|\d.*)?$",
        r"^(?:the\s)?(?:article|story|text|content)\scontinues\b",
        r"^(?:the\s)?(?:rest|continuation)\sof\sthe\s(?:article|text|material|story)\b",
        r"^scroll\sdown\b",
    ),
    _cue(
        "click-prompt",
        "chrome",
        20,
        r"^(?:please\s)?(?:click|tap|swipe)\s(?:here|on|to|below|the)\b",
        r"^download\s(?:the|our|now)\b",
        r"\byou\scan\s(?:now|also)\s(?:listen|read|watch)\b.{0,100}\b(?:articles?|audio|podcasts?|app)\b",
        r"^listen\sto\s(?:this|the|our)\b",
        r"\b(?:main|home)\s?page\b\W*$",
        r">>>?\s*$",
    ),
    _cue(
        "link-to-a-story",
        "teaser",
        40,
        r"^(?:read|see|watch|listen|view|hear)\s?(?:also|more|next|now|on)?\s?(?::|\|)\s?\S",
        r"^(?:also\sread|read\salso|related(?:\s(?:articles?|stor(?:y|ies)|news))?|more|more\son\sthis|recommended|don['’]t\smiss|explainer|opinion|in\spictures|gallery|video|podcast)\s?[:|»]\s?\S",
        r"^(?:see|view|watch|play)\s(?:the\s)?video\b",
        r"^watch\s(?:tv|live|now|it\slive|.{2,60}\s(?:live|online)\b)",
        r"^\d{1,2}:\d\d\s.{10,}\bvideo$",
        r"^»\s",
    ),
    _cue(
        "keywords",
        "chrome",
        30,
        r"^(?:tags?|topics?|keywords?|filed\sunder|categor(?:y|ies)|sections?|hashtags?)\s?:",
        r"^(?:#\w+[\s,]*)+$",
    ),
    _cue(
        "contact",
        "chrome",
        30,
        r"^(?:contact\s(?:us|the\s(?:author|editor|newsroom))|(?:e-?mail|tel|phone|fax)\s?:)",
        r"^do\syou\shave\sa\s(?:story|tip|news\stip)\b",
        r"^(?:got|have)\s(?:a\s)?(?:news\s)?tips?\?",
    ),
)

LONG_CUES: tuple[Cue, ...] = tuple(cue for cue in CUES if cue.words > 40)


def line_cue(text: str, words: int) -> tuple[ZoneName, str] | None:
    """The zone and the rule that one line alone decides, from its text without bullet and its number of words; or None.

    >>> line_cue("Sign up for our daily newsletter", 6)
    ('chrome', 'subscribe-prompt')
    >>> line_cue("Velm said no.", 3) is None
    True
    """
    if is_date_line(text):
        return "date", "date-line"
    for cue in CUES if len(text) <= SHORT else LONG_CUES:
        if words <= cue.words and cue.pattern.search(text):
            return cue.zone, cue.rule
    return None
