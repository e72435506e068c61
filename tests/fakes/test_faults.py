"""What goes wrong on the way goes wrong alike for one seed, and what came too fast is seen."""

from tests.fakes.faults import Faults, Limits, Rates, busiest


def test_one_seed_one_day() -> None:
    """Alike for a seed, and about as often as asked."""
    first, second, other = (Faults.flaky(seed) for seed in (1, 1, 2))
    days = [[faults.next("sendMessage") for _ in range(5000)] for faults in (first, second, other)]
    assert days[0] == days[1] != days[2]
    assert 200 < first.happened["429"] < 300
    assert 70 < first.happened["reset"] < 130
    only = Faults.flaky(1, only={"sendMessage"}, rate_429=1.0)
    assert only.next("getMe") is None
    assert only.next("sendMessage") == ("429", 1)


def test_rates() -> None:
    now = [0.0]
    rates = Rates(now=lambda: now[0])
    for moment, chat in [(0.0, 1), (0.5, 2), (0.99, 1), (1.5, -3), (30.0, -3)]:
        now[0] = moment
        rates.sent(chat, group=chat < 0)
    assert busiest([0, 0.5, 1.0, 1.1], 1) == 3
    report = rates.report()
    assert (report.sends, report.second, report.chat_second, report.group_minute) == (5, 2, 1, 2)
    assert report.beyond(Limits()) == []
    assert len(report.beyond(Limits(second=1, group_minute=1))) == 2
    rates.pause("token", 5)
    now[0] = 30.1
    assert (rates.paused("token") > 4, rates.early) == (True, 0), "it was on the wire"
    now[0] = 34.0
    assert (rates.paused("token") > 0, rates.early) == (True, 1)
    now[0] = 35.0
    assert rates.paused("token") == 0
