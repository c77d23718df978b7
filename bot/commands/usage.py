"""`/usage`: what answers cost, for whoever asks, and for the whole chat where an administrator asks."""

from collections.abc import Sequence

from bot.answer.meter import dollars
from bot.commands.response import Desk, Response
from bot.records import Incoming
from bot.reply import chart, layout
from bot.say import Notice, Say
from bot.store.spendings import Budget, Day, Payer, Totals

MONTH_DAYS = 30
CHART_DAYS = 10
"""As many as can be told apart on a phone."""


async def usage(incoming: Incoming, desk: Desk) -> Response:
    """Show what the person used today and lately; administrators see their group, too."""
    origin = incoming.origin
    person, chat = origin.person.id, origin.chat_id
    notices = [_told(desk, Say.USAGE_PERSON, Budget.PERSON, Payer(chat, person))]
    whose: dict[str, int] = {"person_id": person}
    if not origin.private and await desk.is_admin(chat, person):
        notices.append(_told(desk, Say.USAGE_CHAT, Budget.CHAT, Payer(chat, person)))
        whose = {"chat_id": chat}
    month = desk.spendings.level(Budget.MONTH, Payer(chat, person))
    if month.limit:
        notices.append(Notice(Say.USAGE_MONTH, {"percent": round(100 * month.spent / month.limit)}))
    language = origin.person.language
    lines = "\n".join(f"• {layout.of_notice(notice, language).text}" for notice in notices)
    days = desk.spendings.daily(CHART_DAYS, **whose)
    if not any(day.answers for day in days):
        return Response(Notice(Say.USAGE, {"lines": lines}))
    picture = await desk.workers.run(chart.draw, _bars(days))
    caption = layout.of_notice(Notice(Say.USAGE_CHART, {"days": CHART_DAYS}), language).text
    return Response(Notice(Say.USAGE, {"lines": lines}), ((picture, caption),))


def _told(desk: Desk, say: Say, budget: Budget, payer: Payer) -> Notice:
    month = _totals(desk, MONTH_DAYS, budget, payer)
    if not month.answers:
        return Notice(say)
    today = _totals(desk, 1, budget, payer)
    limit = desk.spendings.limits.of(budget)
    return Notice(
        say,
        {
            "answers": today.answers,
            "spent": dollars(today.dollars),
            "limit": dollars(limit) if limit else "",
            "month_answers": month.answers,
            "tokens": f"{month.tokens:,}",
            "month_spent": dollars(month.dollars),
        },
    )


def _totals(desk: Desk, days: int, budget: Budget, payer: Payer) -> Totals:
    if budget is Budget.PERSON:
        return desk.spendings.totals(days, person_id=payer.person_id)
    return desk.spendings.totals(days, chat_id=payer.chat_id)


def _bars(days: Sequence[Day]) -> tuple[chart.Bar, ...]:
    """Draw dollars where any were spent, else answers."""
    paid = any(day.dollars for day in days)
    return tuple(
        chart.Bar(
            f"{day.date:%m-%d}",
            day.dollars if paid else float(day.answers),
            dollars(day.dollars) if paid else str(day.answers),
        )
        for day in days
    )
