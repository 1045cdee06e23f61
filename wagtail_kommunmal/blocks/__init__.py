from .base import SectionBlock, empty_text_block
from .fields import responsible_list, text_block
from .sections import SectionsBlock, initial_sections

__all__ = [
    "SectionBlock",
    "SectionsBlock",
    "empty_text_block",
    "initial_sections",
    "responsible_list",
    "text_block",
]
