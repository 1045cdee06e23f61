from .sections import SectionsBlock, initial_sections

__all__ = ["SectionsBlock", "initial_sections"]
