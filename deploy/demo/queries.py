"""The text that the demo prints when it is ready: address, tokens, and queries to paste.

One asks about a day of 2012 as it is known now (``validOn``), one about what was known at a
position printed while loading (``asOf``): all facts are recorded today, so only the second shows
what was entered when. Then officers of a WKSBM ask about its own money and its own case, and one of
the Dinas about its open work.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from wahana.platform.ids import global_id

from . import bontang_2012, dinas_year, village_year, yogyakarta_2021
from .load import Loaded
from .tokens import Secrets

FILE_NAME = "welcome.txt"
"""Keeps the text, in the data folder: it scrolls away, and tokens are in it."""
VALID_ON = "2012-06-14"
"""The first day of Bontang's city session: trained, and nobody inaugurated yet."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query to paste, and whose token to send with it."""

    title: str
    office: str
    role: str
    text: str


def to_paste(loaded: Loaded) -> tuple[Query, ...]:
    """The queries, with the ids and the position of this installation."""
    years = (story for story in loaded.stories if story.office.slug.startswith(dinas_year.SLUG))
    return (
        *_formation(loaded),
        *_community(),
        *(_year(story.office.slug, loaded) for story in years),
    )


def _formation(loaded: Loaded) -> tuple[Query, ...]:
    """What the seeds say: targets, WKSBM, sessions, and who recorded what."""
    cited = loaded.positions[bontang_2012.BEFORE_INAUGURATION].position
    wksbm = global_id("wksbm", bontang_2012.wksbm_id(bontang_2012.kelurahan()[1]))
    bontang, yogyakarta = bontang_2012.SLUG, yogyakarta_2021.SLUG
    return (
        Query("Bontang: the target of 2012 and the result", bontang, "DINAS_OFFICER", _TARGET),
        Query(
            f"The WKSBM of Bontang as they stood on {VALID_ON}, as is known now (validOn)",
            bontang,
            "DINAS_OFFICER",
            _ON_A_DAY % VALID_ON,
        ),
        Query(
            f"What was known at position {cited}, before the inaugurations were entered (asOf)",
            bontang,
            "INSPECTORATE",
            _AS_OF % (cited, cited),
        ),
        Query(
            "Kota Yogyakarta: the session of 2021, its talks and who came",
            yogyakarta,
            "DINAS_OFFICER",
            _SESSION,
        ),
        Query(
            "The history of one WKSBM: who recorded what, when, and on what evidence",
            bontang,
            "INSPECTORATE",
            _HISTORY % wksbm,
        ),
    )


def _community() -> tuple[Query, ...]:
    """The year of two WKSBM: their money, and whom they helped."""
    ours, theirs = bontang_2012.lived(), yogyakarta_2021.lived()
    home, other = (global_id("wksbm", our.wksbm_id) for our in (ours, theirs))
    book = global_id("fund", ours.book("DANA_KEMATIAN"))
    return (
        Query(
            "A death in June 2013: the fund on its last day, its book, and the turns of the arisan",
            ours.office,
            "WKSBM_TREASURER",
            _MONEY % (home, book, home),
        ),
        Query(
            "Rice by night in April 2022, the months sealed, and what the meeting decided",
            theirs.office,
            "WKSBM_CHAIR",
            _RICE % (other, other, other),
        ),
        Query(
            "The elder: found, refused by the district's social worker, given rice by a company",
            theirs.office,
            "WKSBM_CHAIR",
            _ELDER % global_id("case", theirs.id("case")),
        ),
        Query(
            "The desk of the Dinas: what waits, help requested twice, who had what in that month",
            theirs.office,
            "DINAS_OFFICER",
            _DESK % ("", "orderBy: NEWEST", f'"{theirs.month_end(11)}"'),
        ),
    )


def _year(office: str, loaded: Loaded) -> Query:
    """The drawn year of a whole office, beside the demo, before what was left open expired."""
    cited = loaded.positions[dinas_year.entered(office)].position
    as_of = f', asOf: {{position: "{cited}"}}'
    day = f'"{dinas_year.YEAR}-06-15"'
    title = f"The same desk of a whole office at position {cited}, to be decided, and in June"
    asked = _DESK % (as_of, f"state: OPEN{as_of}", f"{day}{as_of}")
    return Query(title, office, "DINAS_OFFICER", asked)


def sheet_path() -> str:
    """Path and query of an accountability sheet: the month of a death, of Bontang's death fund."""
    our = bontang_2012.lived()
    book = global_id("fund", our.book("DANA_KEMATIAN"))
    return f"/sheet?book={book}&month={our.month_end(village_year.DEATH_ON[0]):%Y-%m}"


def welcome(url: str, loaded: Loaded, secrets: Secrets, folder: Path, took: float) -> Text:
    """The text for the terminal. ``took``: seconds since the start."""
    width = max((len(one.office) for one in secrets.tokens), default=0) + 2
    lines = [
        f"Wahana is up after {took:.1f} s with {len(loaded.stories)} offices"
        + (f", {loaded.commands} commands just loaded." if loaded.fresh else ", as they were."),
        "Names that end in (SAMPLE) are invented; evidence says SEED, ASSUMED or SAMPLE.",
        "",
        f"GraphiQL  {url}/graphql (paste a token into the field Token)",
        f"ready     {url}/ready",
        f"data      {folder.resolve()}",
        f"this text {folder.resolve() / FILE_NAME} (mode 0600)",
        "",
        f"Tokens (kept in {secrets.path.resolve()}, mode 0600):",
        *(
            f"  {one.office:<{width}}{one.role:<16}{one.token}  {one.title}"
            for one in secrets.tokens
        ),
    ]
    if secrets.lost:
        lines.append("  The old tokens could not be read: they are revoked, these are new ones.")
    treasurer, month = secrets.of(bontang_2012.SLUG, "WKSBM_TREASURER"), "pertanggungjawaban.html"
    lines += [
        "",
        "From a terminal:",
        f"  curl -s {url}/graphql -H 'content-type: application/json' \\",
        f"    -H 'authorization: Bearer {secrets.of(bontang_2012.SLUG, 'DINAS_OFFICER')}' \\",
        """    -d '{"query": "{ me { tenantName role } }"}'""",
        "",
        "The accountability sheet of a month, to print (open the file in a browser):",
        f"  curl -s '{url}{sheet_path()}' -o {month} \\",
        f"    -H 'authorization: Bearer {treasurer}'",
        "",
        "Positions worth citing:",
        *(f"  {cited.position:>5}  {name}" for name, cited in loaded.positions.items()),
    ]
    for number, query in enumerate(to_paste(loaded), 1):
        lines += ["", f"{number}. {query.title}", f"   token: {query.office} {query.role}"]
        lines.append(textwrap.indent(query.text, "   "))
    lines += ["", "Ctrl-C stops; the next start finds everything as it was."]
    return Text("\n".join(lines))


_TARGET = """\
query Target {
  formationPipelines(budgetYear: 2012) {
    budgetYear targetQty proposed trained inaugurated attainmentPercent daysInAll
  }
}"""

_ON_A_DAY = """\
query OnADay {
  wksbms(validOn: "%s", orderBy: AREA, first: 15) {
    totalCount
    nodes { name villageName stage status candidates { seat person { name } } }
  }
}"""

_AS_OF = """\
query AsOf {
  formationPipelines(budgetYear: 2012, asOf: {position: "%d"}) { trained inaugurated }
  wksbms(asOf: {position: "%d"}, orderBy: AREA, first: 3) {
    position
    nodes { name stage status boardMembers { seat } }
  }
}"""

_SESSION = """\
query Session {
  activities(kind: "PENYULUHAN") {
    nodes {
      title venue dateFrom healthProtocol invitedCount attendedCount evidenceMarks
      materials { no title }
      speakers { topicNo person { name } }
      statements { kind office point1 point2 person { name } }
      attendance(first: 5) { totalCount nodes { person { name } wksbm { name } } }
    }
  }
}"""

_HISTORY = """\
query History {
  history(objectId: "%s", orderBy: OLDEST) {
    totalCount
    nodes { position occurredOn recordedAt actEn evidence actor { person { name } } role }
  }
}"""

_MONEY = """\
query DeathFund {
  fundBalance(wksbmId: "%s", kind: DANA_KEMATIAN, unit: IDR, on: "2013-06-30") {
    balance entryCount sealed
  }
  fundEntries(bookId: "%s", dayFrom: "2013-06-01", dayBefore: "2013-07-01") {
    totalCount
    nodes { entryNo day kind payerName received paid balance receiptNo }
  }
  arisans(wksbmId: "%s") {
    nodes { title contribution wonCount shares { no memberName wonRound } }
  }
}"""

_RICE = """\
query Rice {
  jimpitanRounds(wksbmId: "%s", unit: RICE_G, nightFrom: "2022-04-01", first: 31) {
    totalCount
    nodes { night amount households gave measure quantity }
  }
  fundMonths(wksbmId: "%s", kind: JIMPITAN, unit: RICE_G, first: 12) {
    nodes { month opening received paid closing sealed approvedAt }
  }
  decisions(wksbmId: "%s") { nodes { heldOn title votesFor limit spent left } }
}"""

_ELDER = """\
query Elder {
  case(id: "%s") {
    stage reportedOn closedOn closeReason villageName
    categories { code }
    subjects { identity { name } }
    texts { kind happenedOn text }
    capacities { verdict tried cause }
    referrals { toKind toName state reason steps { state happenedOn } texts { kind text } }
    services { serviceKind provider state deliveries { deliveredOn quantity unit valueIdr } }
    history(first: 50) { totalCount nodes { position occurredOn actEn role } }
  }
}"""

_DESK = """\
query Desk {
  caseInbox(first: 10%s) {
    totalCount
    nodes {
      part state urgency since due isOverdue
      case { id villageName subjects { identity { name } } referrals { toKind state reason } }
    }
  }
  overlaps(first: 10, %s) {
    totalCount
    nodes { serviceKind rule state waits identity { name } kps { name } others { serviceKind } }
  }
  servicesThisMonth(first: 10, validOn: %s) {
    totalCount
    nodes { serviceKind deliveries quantity unit lastDeliveryOn identity { name } }
  }
}"""
