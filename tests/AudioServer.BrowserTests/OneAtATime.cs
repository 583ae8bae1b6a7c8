// Each test keeps a browser and a server busy: two at once would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
