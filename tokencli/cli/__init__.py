"""What a person types: options, one call into `app`, `render`. The only home of click."""
