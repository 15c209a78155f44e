"""Plain pages for what cannot be done."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from flags import actions, registry
from flags.models import Case


def wants_fragment(request) -> bool:
    """Tell whether the dialog on a page asks, which shows the answer without the frame."""
    return request.headers.get("x-requested-with") == "XMLHttpRequest"


def base_for(request) -> str:
    """Return the template a page extends: the frame, or next to nothing for the dialog."""
    return "flags/fragment.html" if wants_fragment(request) else "base.html"


def refused(request, *, status: int, title: str, text: str, address: str = "", label: str = ""):
    """Say in plain words why something cannot be done, and where to go instead."""
    context = {"title": title, "text": text, "address": address, "label": label, "base": base_for(request)}
    return render(request, "flags/refused.html", context, status=status)


def unknown(request):
    """Answer alike for a text that does not exist and one the person may not see."""
    return refused(
        request,
        status=404,
        title=_("There is nothing to flag here"),
        text=_("The address names no text that you can see. Open the text and use the link beside the paragraph."),
    )


def bad_address(request):
    """Answer for an address or form that names no stretch of a text."""
    return refused(
        request,
        status=400,
        title=_("This names no passage"),
        text=_("Select words of one paragraph, or use the link beside it."),
    )


def stale(request, kind: str, target_id: int):
    """Answer for a text that changed since it was opened."""
    return refused(
        request,
        status=409,
        title=_("The text has changed"),
        text=_(
            "It was edited after you opened it. Read it again; if the passage still stands there, flag it anew."
        ),
        address=registry.get(kind).address(target_id),
        label=_("Read the text as it is now"),
    )


def hidden_meanwhile(request, kind: str, target_id: int):
    """Answer for a passage that was hidden after the form was opened; a veiled passage takes no flags."""
    return refused(
        request,
        status=409,
        title=_("This is hidden already"),
        text=_("Part of what you chose was hidden meanwhile. Nothing is left for you to do about it."),
        address=registry.get(kind).address(target_id),
        label=_("Back to the text"),
    )


def own_text(request, kind: str, target_id: int):
    """Answer for authors who flag themselves."""
    return refused(
        request,
        status=403,
        title=_("This is your own text"),
        text=_("You do not need a flag: edit it and take out what should not stand there."),
        address=registry.get(kind).address(target_id),
        label=_("Go to your text"),
    )


def own_words(request, kind: str, target_id: int):
    """Answer for somebody who was an author of the text when these words stood in it."""
    return refused(
        request,
        status=403,
        title=_("You were an author of this text"),
        text=_(
            "These words stood in it then, so you cannot flag them. Ask one of its authors to take them out. What "
            "came in after you left you can flag."
        ),
        address=registry.get(kind).address(target_id),
        label=_("Back to the text"),
    )


def too_many(request, error: actions.TooManyMarksError):
    """Answer for somebody whose flags for a day are used up."""
    text = _("You have flagged %(limit)d passages within 24 hours, as many as one person can. Go on tomorrow.")
    return refused(request, status=429, title=_("Enough for today"), text=text % {"limit": error.limit})


def gone(request):
    """Answer for a case whose text was deleted."""
    return refused(
        request,
        status=410,
        title=_("The text is gone"),
        text=_("It was deleted, and with it the passage. There is nothing left to do."),
        address=reverse("flags:desk"),
        label=_("My desk"),
    )


def case_ended(request):
    """Answer for a case about which nothing can be done any more."""
    return refused(
        request,
        status=409,
        title=_("This case has ended"),
        text=_("It ended before your answer arrived. Nothing was changed."),
    )


def too_late(request, case: Case):
    """Answer for what could be done for a time only."""
    return refused(
        request,
        status=409,
        title=_("It is too late for this, or too early"),
        text=_("The time for it is over or has not come yet, or it was done already. Nothing was changed."),
        address=case.get_absolute_url(),
        label=_("Back to the flag"),
    )


def changed_meanwhile(request, case: Case):
    """Answer for a text that somebody edited at the same time."""
    return refused(
        request,
        status=409,
        title=_("The text has changed"),
        text=_("It was edited meanwhile, so nothing was done. Look at it as it is now and try again, or edit it."),
        address=case.get_absolute_url(),
        label=_("Back to the flag"),
    )


def changed_account(request, case: Case):
    """Answer for an account that an administrator changed after the case had opened."""
    return refused(
        request,
        status=403,
        title=_("This account cannot answer for it"),
        text=_(
            "An administrator changed this account after the passage was flagged, so it cannot settle the case: "
            "nobody decides by signing in as somebody else. You can still edit the text; your co-authors can "
            "settle it, or a panel decides."
        ),
        address=case.get_absolute_url(),
        label=_("Back to the flag"),
    )


def bad_answer(request, case: Case):
    """Answer for neither yes nor no."""
    return refused(
        request,
        status=422,
        title=_("Say yes or no"),
        text=_("Nothing was recorded. Go back and press one of the two buttons."),
        address=case.get_absolute_url(),
        label=_("Back to the flag"),
    )


def _refused_at_seats(request, *, status: int, title: str, text: str):
    """Say why a seat cannot be had or used, and lead to those the person has."""
    return refused(
        request, status=status, title=title, text=text, address=reverse("flags:seats"), label=_("My panel seats")
    )


def panel_over(request):
    """Answer for a panel that has ended."""
    return _refused_at_seats(
        request,
        status=409,
        title=_("This panel has ended"),
        text=_("There is nothing left for you to do. Thank you all the same."),
    )


def seats_taken(request):
    """Answer for somebody who came when all seats were taken."""
    return _refused_at_seats(
        request,
        status=409,
        title=_("All seats are taken"),
        text=_("Others were quicker. If one of them gives it back, you can take it later."),
    )


def may_not_sit(request):
    """Answer for somebody who has to do with the case by now, or has sat often enough this week."""
    return _refused_at_seats(
        request,
        status=403,
        title=_("You cannot take this seat"),
        text=_("Either you have to do with the text, or you have sat on enough panels this week."),
    )


def nothing_to_decide(request):
    """Answer for a seat that was given back or lost, or has a verdict already."""
    return _refused_at_seats(
        request,
        status=409,
        title=_("This seat is closed"),
        text=_("You gave it back, your time for it was over, or your verdict is in already. Nothing was changed."),
    )


def sits_already(request):
    """Answer for an advisor who has a seat on the panel."""
    return _refused_at_seats(
        request,
        status=403,
        title=_("You sit on this panel"),
        text=_("Whoever judges does not advise. Say what you think in your verdict."),
    )


def cannot_contest(request, case):
    """Answer for an author who disagrees too late, or a second time."""
    return refused(
        request,
        status=409,
        title=_("There is nothing to disagree with"),
        text=_("The case has ended, or an author has disagreed already and a panel looks at it."),
        address=case.get_absolute_url(),
        label=_("Back to the case"),
    )


def cannot_appeal(request, case):
    """Answer for an appeal that comes too late, or a second time."""
    return refused(
        request,
        status=409,
        title=_("This cannot be appealed"),
        text=_("Each side can ask for a second panel once, in time, and only if it wants another end."),
        address=case.get_absolute_url(),
        label=_("Back to the case"),
    )


def cleared(request, kind: str, target_id: int):
    """Answer for a passage that a panel found to be no leak of this kind."""
    return refused(
        request,
        status=409,
        title=_("A panel has looked at this"),
        text=_("Colleagues drawn by lot found that these words are no leak of this kind. They stay."),
        address=registry.get(kind).address(target_id),
        label=_("Back to the text"),
    )
