"""What the ticker does for cases: deadlines first, then seals, then what is left behind by them."""

from flags.actions import draw_empty_seats_anew, end_overdue
from flags.actions.forgetting import forget_links
from flags.actions.sealing import seal_due
from flags.actions.unsealing import forget_originals, put_back_cleared
from flags.mailing import mail_invitations
from flags.scrubbing import scrub
from people import ticker

ticker.register("flags.end_overdue", end_overdue)
ticker.register("flags.draw_empty_seats_anew", draw_empty_seats_anew)
ticker.register("flags.forget_links", forget_links)
ticker.register("flags.put_back_cleared", put_back_cleared)
ticker.register("flags.seal_due", seal_due)
ticker.register("flags.forget_originals", forget_originals)
ticker.register("flags.scrub", scrub)
ticker.register("flags.mail_invitations", mail_invitations)
