"""STaR's experiment on the addition of n digits, done again with the model and the machine at hand."""
