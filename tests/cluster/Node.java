import java.util.Arrays;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** Nodes of OpenSearch in one process, until it is ended: a folder, the first port, how many. */
public class Node {
    public static void main(String[] arguments) throws Exception {
        String folder = arguments[0];
        int port = Integer.parseInt(arguments[1]);
        int count = Integer.parseInt(arguments[2]);
        OpenSearchRunner runner = new OpenSearchRunner();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                runner.close();
            } catch (Exception error) {
                error.printStackTrace();
            }
        }));
        runner.onBuild((number, settings) -> {
            settings.put("http.port", port + number - 1);
            settings.put("transport.port", port + 100 + number - 1);
            settings.put("network.host", "127.0.0.1");
            settings.put("discovery.type", count == 1 ? "single-node" : "zen");
            if (count > 1) {
                settings.putList("discovery.seed_hosts", "127.0.0.1:" + (port + 100));
                settings.putList("cluster.initial_cluster_manager_nodes", "Node 1");
            }
            settings.putList("path.repo", folder + "/snapshots");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        }).build(OpenSearchRunner.newConfigs().clusterName("nianbao-test").basePath(folder).numOfNode(count));
        System.out.println("ready " + Arrays.toString(arguments));
        Thread.currentThread().join();
    }
}
