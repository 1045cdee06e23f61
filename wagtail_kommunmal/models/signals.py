"""What the package tells whoever listens."""

from django.dispatch import Signal

key_figure_changed = Signal()
"""Values, targets or assessments of a key figure were written in bulk. Sent with ``key_figure``."""

plan_opened = Signal()
"""A closed plan was opened. Sent with ``plan``."""

words_changed = Signal()
"""The words of a site were written in bulk. Sent with ``site``."""

history_changed = Signal()
"""A release was taken out of the public history, or put back. Sent with ``head``, before the commit."""

visibility_changed = Signal()
"""Documents may have become readable or ceased to be so. Sent with the query set ``heads``, after the commit."""
