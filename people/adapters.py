"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter


class InvitedPeopleAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator; nobody registers themselves."""

    def is_open_for_signup(self, request):
        """Return False: the sign-up page says whom to ask."""
        return False
