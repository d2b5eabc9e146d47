"""nianbao: full-text search over archives of Chinese government annual reports."""

__version__ = "0.1.0"
