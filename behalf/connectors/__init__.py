"""The outside world: ports, cloud profiles, and the clients that implement the ports."""
