"""The check before posting: any text, for its writer alone, and the list of code names that nobody can read."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from flags import leakcheck
from flags.actions import codenames
from flags.forms import CheckForm, NameForm
from flags.views.refusals import wants_fragment


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def check(request):
    """Look through a text that somebody typed; for a script beside another form, its texts, with hints alone."""
    if request.method != "POST":
        return _page(request, CheckForm())
    if wants_fragment(request):
        checked = leakcheck.check(request.POST.getlist("body"), person=request.user, now=timezone.now())
        return render(request, "flags/includes/leak_hints.html", {"checked": checked})
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    checked = leakcheck.check([form.cleaned_data["body"]], person=request.user, now=timezone.now())
    return _page(request, form, checked=checked)


@sensitive_post_parameters()
@require_POST
def change_names(request):
    """Add a code name or take one off; the answer does not tell whether it was on the list."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, CheckForm(), name_form=form, status=422)
    change = codenames.remove_name if "remove" in request.POST else codenames.add_name
    try:
        change(person=request.user, name=form.cleaned_data["name"], now=timezone.now())
    except codenames.UnfitNameError:
        form.add_error("name", _("A code name has four letters or more, and four words or fewer."))
        return _page(request, CheckForm(), name_form=form, status=422)
    except codenames.TooManyNamesError:
        form.add_error("name", _("You have changed as many names today as one person can. Go on tomorrow."))
        return _page(request, CheckForm(), name_form=form, status=429)
    text = _("The name is off the list.") if "remove" in request.POST else _("The name is on the list.")
    messages.success(request, text)
    return redirect("flags:check")


def _page(request, form: CheckForm, *, status: int = 200, **context):
    context = {"name_form": NameForm()} | context | {"form": form}
    return render(request, "flags/check.html", context, status=status)
