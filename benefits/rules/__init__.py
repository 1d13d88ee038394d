"""The rules of the plan: pure arithmetic over facts and law, standard library only."""
