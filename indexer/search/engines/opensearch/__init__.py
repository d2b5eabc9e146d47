"""OpenSearch: an index on other machines, asked over the network. Loaded only where settings name one."""
