"""What the RFCs say, as pure functions and generators: nothing here opens a socket, reads a clock or prints."""
