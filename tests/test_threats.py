"""Every complaint about other bots has its story, and every threat its test.

The numbers are those of the reference on moderation: thirty complaints (section 6), forty-one threats (5).
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
COMPLAINTS, LISTED = 30, 41

THREATS: dict[int, tuple[str, ...]] = {
    1: ("test_a_judge_that_rambles_or_is_talked_over_never_reads_as_clean",),
    2: ("test_strangers_words_cannot_pass_for_the_fence_or_for_another_speaker",),
    3: ("test_no_untrusted_field_can_close_its_fence",),
    4: ("test_an_order_that_is_drawn_in_a_picture_touches_nobody",),
    5: ("test_a_dangerous_request_is_refused_wherever_it_stands",),
    6: ("test_a_dangerous_request_cut_over_three_pictures_is_refused",),
    7: (
        "test_an_advert_that_appears_only_when_scaled_down_goes",
        "test_a_request_that_only_a_model_would_see_is_refused",
    ),
    8: ("test_an_advert_in_writing_that_is_hard_to_see_goes",),
    9: ("test_a_harmless_word_on_a_bad_picture_does_not_clear_it",),
    10: ("test_a_qr_code_that_leads_into_a_closed_chat_is_read",),
    11: ("test_an_order_in_a_document_stays_a_quotation",),
    12: ("test_what_cannot_be_seen_is_told_apart_and_warned_of",),
    13: (
        "test_an_address_that_only_the_model_wrote_cannot_be_tapped",
        "test_an_invented_address_is_left_out_and_that_is_said",
    ),
    14: ("test_learning_in_a_group_is_for_its_administrators",),
    15: ("test_no_call_ever_shows_a_unit_of_a_foreign_space",),
    16: ("test_a_group_reads_its_own_space_alone",),
    17: (
        "test_instructions_are_not_shown_however_they_come",
        "test_token_and_key_are_in_no_log_file_answer_or_prompt",
    ),
    18: ("test_too_large_pictures_are_refused_before_they_unpack",),
    19: ("test_sizes_of_zero_are_refused", "test_bombs_are_as_small_as_they_are_said_to_be"),
    20: ("test_too_large_pictures_are_refused_before_they_unpack",),
    21: ("test_other_formats_are_refused_whatever_they_are_called",),
    22: ("test_cut_off_pictures_are_refused_at_any_length",),
    23: (
        "test_every_orientation_gives_the_same_pixels",
        "test_place_camera_and_comments_are_left_outside",
    ),
    24: ("test_too_large_and_broken_videos_are_refused",),
    25: ("test_a_clip_that_lies_about_its_length_is_read_as_far_as_it_goes",),
    26: ("test_videos_of_a_group_are_checked_like_its_pictures",),
    27: ("test_a_playlist_under_a_videos_name_opens_nothing",),
    28: ("test_bytes_that_hide_behind_pixels_do_not_come_through",),
    29: ("test_a_bomb_in_a_mail_spoils_nothing_else",),
    30: ("test_no_name_leads_out_of_the_folder", "test_paths_that_lead_out_lead_nowhere"),
    31: ("test_each_is_refused_in_one_sentence_within_seconds",),
    32: ("test_styles_and_tables_in_circles_end",),
    33: ("test_16_a_name_full_of_markup_silences_no_command",),
    34: (
        "test_a_button_obeys_administrators_of_its_group_alone",
        "test_a_press_that_is_replayed_or_forged_does_nothing",
    ),
    35: ("test_button_data_fits_and_tells_nothing",),
    36: ("test_a_webhook_answers_who_knows_the_secret_and_nobody_else",),
    37: ("test_the_token_is_in_no_log_line",),
    38: ("test_a_replay_is_dropped_whether_pending_or_done",),
    39: ("test_64_parallel_askers_overspend_at_most_one_answer_each",),
    40: ("test_twenty_fresh_accounts_report_a_regular_and_nothing_happens",),
    41: (
        "test_only_administrators_ban_and_only_what_can_be_told",
        "test_a_ban_that_suddenly_hits_regulars_is_paused",
    ),
}


def _names() -> Iterator[str]:
    for file in TESTS.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name


NAMES = frozenset(_names())


def test_every_complaint_has_a_story_of_its_number() -> None:
    told = {
        int(number)
        for name in NAMES
        if re.match(r"test_\d\d_", name)
        for number in re.findall(r"(?<=_)\d\d(?=_)", name)
    }
    assert set(range(1, COMPLAINTS + 1)) <= told


def test_every_threat_has_its_test() -> None:
    assert set(THREATS) == set(range(1, LISTED + 1))
    wanted = {name for names in THREATS.values() for name in names}
    assert wanted <= NAMES, wanted - NAMES
