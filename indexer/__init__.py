"""nianbao: full-text search over archives of Chinese government annual reports."""

from importlib.metadata import version

__version__ = version("nianbao")
