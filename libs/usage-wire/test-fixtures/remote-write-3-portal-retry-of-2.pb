


__name__project_mb_usage

	domain_id123elixirDomain

domain_nameelixir

instance127.0.0.1:18090

jobproject_usages

locationsite-a

location_id8676


project_id123devsimplevm

project_nameportal-pool-dev	ş9ƒèhDA×Óò‹ 4
ş

__name__project_mb_usage

	domain_id123elixirDomain

domain_nameelixir

instance127.0.0.1:18090

jobproject_usages

locationsite-a

location_id8676


project_id123realsimplevm

project_nameportal-pool	y }nŒcA×Óò‹ 4
ì

__name__project_mb_usage

	domain_iddefault

domain_namedefault

instance127.0.0.1:18090

jobproject_usages

locationsite-a

location_id8676


project_id	123HerOSP

project_nameHerOSP	ŠZƒèhDA×Óò‹ 4
ê

__name__project_mb_usage

	domain_iddefault

domain_namedefault

instance127.0.0.1:18090

jobproject_usages

locationsite-a

location_id8676


project_id123MyOSP

project_nameMyOSP	ÊQ=mÔAA×Óò‹ 4
ƒ

__name__project_vcpu_usage

	domain_id123elixirDomain

domain_nameelixir

instance127.0.0.1:18090

jobproject_usages

locationsite-a

location_id8676


project_id123devsimplevm

project_nameportal-pool-dev	¼ørY‹6+A×Óò‹ 4
€

__name__project_vcpu_usage

	domain_id123elixirDomain

domain_nameelixir

instance127.0.0.1:18090

jobproject_usages

locationsite-a

location_id8676


project_id123realsimplevm

project_nameportal-pool	y }nŒSA×Óò‹ 4
î

__name__project_vcpu_usage

	domain_iddefault

domain_namedefault

instance127.0.0.1:18090

jobproject_usages

locationsite-a

location_id8676


project_id	123HerOSP

project_nameHerOSP	Ö#sY‹6+A×Óò‹ 4
ì

__name__project_vcpu_usage

	domain_iddefault

domain_namedefault

instance127.0.0.1:18090

jobproject_usages

locationsite-a

location_id8676


project_id123MyOSP

project_nameMyOSP	^·kØykA×Óò‹ 4