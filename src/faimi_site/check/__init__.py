"""Site and Outputs to Problems: what can be built, and should not be published as it is."""
