"""Every way a message can take, as people's stories: the whole bot, the sandbox, real HTTP between.

The stories stand in `tests/way`, a file for each kind; its fixtures come with them.
"""

# ruff: noqa: F403 - each module holds stories and nothing else that pytest would collect.
from tests.way.conftest import *
from tests.way.stories_bans import *
from tests.way.stories_buttons import *
from tests.way.stories_cards import *
from tests.way.stories_changes import *
from tests.way.stories_claims import *
from tests.way.stories_commands import *
from tests.way.stories_complaints import *
from tests.way.stories_conduct import *
from tests.way.stories_described import *
from tests.way.stories_documents import *
from tests.way.stories_edits import *
from tests.way.stories_films import *
from tests.way.stories_groups import *
from tests.way.stories_hidden import *
from tests.way.stories_injection import *
from tests.way.stories_joining import *
from tests.way.stories_judge import *
from tests.way.stories_kills import *
from tests.way.stories_kinds import *
from tests.way.stories_later import *
from tests.way.stories_looks import *
from tests.way.stories_moderation import *
from tests.way.stories_money import *
from tests.way.stories_more_complaints import *
from tests.way.stories_pictures import *
from tests.way.stories_policies import *
from tests.way.stories_privacy import *
from tests.way.stories_reading import *
from tests.way.stories_recall import *
from tests.way.stories_screens import *
from tests.way.stories_secrets import *
from tests.way.stories_seeing import *
from tests.way.stories_stops import *
from tests.way.stories_stream import *
from tests.way.stories_talk import *
from tests.way.stories_tasks import *
from tests.way.stories_teaching import *
from tests.way.stories_trust import *
from tests.way.stories_words import *
