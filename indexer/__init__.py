"""nianbao: full-text search over archives of Chinese government annual reports."""
