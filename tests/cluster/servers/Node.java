import java.io.FileReader;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * A node of OpenSearch, until it is ended: a folder, the ports for clients and for other nodes, its number, and the
 * ports for other nodes of all of its cluster, the first being that of the first node. Where a file of further
 * settings is named, the node asks who one is, and speaks by TLS alone (the security plugin must be on the class path).
 */
public class Node {
    public static void main(String[] arguments) throws Exception {
        String folder = arguments[0];
        String number = arguments[3];
        List<String> ports = Arrays.asList(arguments[4].split(","));
        Properties more = new Properties();
        var configs = OpenSearchRunner.newConfigs().clusterName("nianbao-test").basePath(folder).numOfNode(1);
        if (arguments.length > 5) {
            try (var reader = new FileReader(arguments[5])) {
                more.load(reader);
            }
            configs.pluginTypes("org.opensearch.security.OpenSearchSecurityPlugin");
        }
        OpenSearchRunner runner = new OpenSearchRunner();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                runner.close();
            } catch (Exception error) {
                error.printStackTrace();
            }
        }));
        runner.onBuild((ignored, settings) -> {
            settings.put("node.name", "node-" + number);
            settings.put("http.port", arguments[1]);
            settings.put("transport.port", arguments[2]);
            settings.put("network.host", "127.0.0.1");
            settings.put("discovery.type", ports.size() == 1 ? "single-node" : "zen");
            if (ports.size() > 1) {
                settings.putList("discovery.seed_hosts", ports.stream().map(port -> "127.0.0.1:" + port).toList());
                settings.putList("cluster.initial_cluster_manager_nodes",
                    java.util.stream.IntStream.rangeClosed(1, ports.size()).mapToObj(each -> "node-" + each).toList());
            }
            settings.putList("path.repo", folder + "/snapshots");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            more.forEach((name, value) -> settings.put((String) name, (String) value));
        }).build(configs);
        System.out.println("ready " + Arrays.toString(arguments));
        Thread.currentThread().join();
    }
}
