"""What hits can be narrowed by: values, and how many hits each would leave."""
