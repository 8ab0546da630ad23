/** Names on the wire of the metrics that usage exporters weigh by machine size. */
export const CPU_METRIC = 'project_vcpu_usage';
export const RAM_METRIC = 'project_mb_usage';
