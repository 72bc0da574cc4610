"""The STaR loop: rounds of harvest, rationalization, training, evaluation and decision, resumable at every unit."""
