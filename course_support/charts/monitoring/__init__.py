"""Pictures of monitoring and review: the loop, the grid, months, distance travelled, one page."""
