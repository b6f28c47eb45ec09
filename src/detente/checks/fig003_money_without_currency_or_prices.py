"""A sum of money has no currency, or no year of its prices.

Old and new roubles differ by ten to one (1961), clearing roubles by treaty; a credit of 1949 in prices of 1957 is
another sum. Without both, two sums can be put in one table only by mistake.

Fill `currency` (`RUB-old`, `USD`) and `price_base` (`1957`, or `current`).
"""

import re

from detente.checks import Finding, Findings, Severity, Study, Texts

SEVERITY = Severity.NOTE
IS_COMPLETENESS = True

_MONEY = re.compile(
    r"roubles?|rubles?|leks?|lekë|dollars?|pounds?( sterling)?|dinars?|yuan|lire|lira|drachma[si]?|francs?|marks?"
    r"|USD|GBP|RUB|SUR|ALL|CNY|YUD|ITL|GRD|[$£€¥₽]"
)
_WORD = re.compile(r"[^\W\d_]+|[$£€¥₽]")


def check(study: Study, texts: Texts) -> Findings:
    for figure in study.figures:
        if figure.currency:
            if not figure.price_base:
                message = f"nothing says in which year's prices `{figure.id}` is ({figure.currency})"
                yield Finding(figure, "price_base", message, help="fill `price_base`; `current` for those of its day")
        elif figure.price_base or any(_MONEY.fullmatch(word) for word in _WORD.findall(figure.unit)):
            yield Finding(figure, "currency", f"`{figure.id}` is money, and has no currency", help="fill `currency`")
