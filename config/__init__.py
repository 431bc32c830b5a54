"""Project configuration: settings, URLs, middleware, WSGI, the API's assembly. No domain code."""
