"""Order the candidates of a search and judge whether they answer, by weights that were learned."""
