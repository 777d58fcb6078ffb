"""What a model has led to, in words: for its card, on the screen and on paper."""

from dashboard import figures
from dashboard.messages import text
from data_access.precision import Effect
from supervision.statistics import Proportion


def sentence(led_to: Effect) -> str:
    """Runs, leads and conclusions of the viewer's units."""
    if led_to.last_run_at is None:
        return text("effect.never_run")
    tally = led_to.concluded
    return text(
        "effect.says",
        runs=figures.count(led_to.runs),
        last=figures.instant(led_to.last_run_at),
        leads=figures.count(led_to.leads),
        confirmed=figures.count(tally.confirmed),
        dismissed=figures.count(tally.dismissed),
        precision=interval(tally.precision),
    )


def interval(found: Proportion) -> str:
    """A share with its limits of 95 %; counts alone where there are too few."""
    said = figures.share(found.numerator, found.denominator)
    if found.low is None:
        return text("effect.too_few", of=said) if found.denominator else figures.ABSENT
    return text(
        "effect.interval",
        share=said,
        low=figures.percent(found.low),
        high=figures.percent(found.high),
    )
