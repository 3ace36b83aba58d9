"""All views of the release, and all relations that clients can query."""

from __future__ import annotations

from wahana.platform.views import View

from .activity import relations as activity_relations
from .activity import view as activity
from .arisan import relations as arisan_relations
from .arisan import view as arisan
from .board import relations as board_relations
from .board import view as board
from .case_file import relations as case_file_relations
from .case_file import view as case_file
from .dues import relations as dues_relations
from .dues import view as dues
from .formation_pipeline import relations as formation_pipeline_relations
from .formation_pipeline import view as formation_pipeline
from .fund_book import relations as fund_book_relations
from .fund_book import view as fund_book
from .jimpitan import relations as jimpitan_relations
from .jimpitan import view as jimpitan
from .kps import relations as kps_relations
from .kps import view as kps
from .meeting import relations as meeting_relations
from .meeting import view as meeting
from .office import relations as office_relations
from .office import view as office
from .overlap import relations as overlap_relations
from .overlap import view as overlap
from .person_card import relations as person_card_relations
from .person_card import view as person_card
from .person_registry import relations as person_registry_relations
from .person_registry import view as person_registry
from .reading import TableNames
from .referral import relations as referral_relations
from .referral import view as referral
from .relation import Catalogue
from .trail import relations as trail_relations
from .trail import view as trail
from .wksbm_directory import relations as wksbm_directory_relations
from .wksbm_directory import view as wksbm_directory

VIEWS: tuple[View, ...] = (
    office.VIEW,
    wksbm_directory.VIEW,
    board.VIEW,
    formation_pipeline.VIEW,
    activity.VIEW,
    person_card.VIEW,
    person_registry.VIEW,
    kps.VIEW,
    case_file.VIEW,
    referral.VIEW,
    overlap.VIEW,
    fund_book.VIEW,
    dues.VIEW,
    jimpitan.VIEW,
    meeting.VIEW,
    arisan.VIEW,
    trail.VIEW,
)
"""The views, in the order in which their tables are created."""

CATALOGUE = Catalogue(
    (
        *office_relations.RELATIONS,
        *wksbm_directory_relations.RELATIONS,
        *board_relations.RELATIONS,
        *formation_pipeline_relations.RELATIONS,
        *activity_relations.RELATIONS,
        *person_card_relations.RELATIONS,
        *person_registry_relations.RELATIONS,
        *kps_relations.RELATIONS,
        *case_file_relations.RELATIONS,
        *referral_relations.RELATIONS,
        *overlap_relations.RELATIONS,
        *fund_book_relations.RELATIONS,
        *dues_relations.RELATIONS,
        *jimpitan_relations.RELATIONS,
        *meeting_relations.RELATIONS,
        *arisan_relations.RELATIONS,
        *trail_relations.RELATIONS,
    ),
    {view.name: view.version for view in VIEWS},
    TableNames(VIEWS).resolve,
)
"""The relations; checked together."""
